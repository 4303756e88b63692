package dev.plumbline.rehearse;

import dev.plumbline.diff.Rename;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What objects were called before others' names were given them: on a shadow nobody knows any more where an object was written, and in
 * the schema that the shadow was made from it stands under its old name.
 */
final class OldNames {
    private final Schema written;
    private final List<Rename> renames = new ArrayList<>();

    OldNames(Schema written) {
        this.written = written;
    }

    /** Notes a rename that comes after those noted before. */
    void add(Rename rename) {
        renames.add(rename);
    }

    /** Where an object was written that has this id after all renames noted so far. */
    Optional<Origin> origin(ObjectId now) {
        ObjectId id = now;
        for (Rename rename : renames.reversed()) {
            id = before(rename.from().id(), rename.to().id(), id);
        }
        return written.object(id).map(SchemaObject::origin);
    }

    private static ObjectId before(ObjectId from, ObjectId to, ObjectId id) {
        if (id.equals(to)) {
            return from;
        }
        if (!to.part().isEmpty()) {
            return id;
        }
        return switch (id.kind()) {
            case COLUMN, CONSTRAINT, TRIGGER, RULE, POLICY ->
                id.name().equals(to.name()) ? new ObjectId(id.kind(), from.name(), id.part()) : id;
            case FUNCTION, PROCEDURE, AGGREGATE ->
                ObjectId.of(id.kind(), withArguments(id.name(), type(to.name()), type(from.name())));
            default -> id;
        };
    }

    /** A routine is named with the types of its arguments, of which one may be renamed. */
    private static QualifiedName withArguments(QualifiedName routine, String type, String old) {
        int open = routine.name().lastIndexOf('(');
        String arguments = routine.name().substring(open + 1, routine.name().length() - 1);
        return new QualifiedName(
                routine.schema(),
                routine.name().substring(0, open + 1)
                        + Arrays.stream(arguments.split(", ", -1))
                                .map(it -> it.equals(type) || it.equals(type + "[]")
                                        ? old + it.substring(type.length())
                                        : it)
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    private static String type(QualifiedName name) {
        return Identifiers.qualified(name.schema(), name.name());
    }
}
