package dev.plumbline.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a project has in one database.
 *
 * @param source       what was read, as the user named it
 * @param serverMajor  the version of the server that deparsed it, such as 18
 * @param objects      those that stand by themselves, by their ids; parts are in theirs
 * @param dependencies for an object or part, what it cannot be made without; both ends are in this schema
 */
public record Schema(
        String source,
        int serverMajor,
        SortedMap<ObjectId, SchemaObject.Whole> objects,
        SortedMap<ObjectId, Set<ObjectId>> dependencies) {
    private static final List<ObjectKind> WITH_PARTS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN);

    public Schema {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        SortedMap<ObjectId, Set<ObjectId>> sorted = new TreeMap<>(dependencies);
        sorted.replaceAll((from, to) -> Collections.unmodifiableSet(new TreeSet<>(to)));
        dependencies = Collections.unmodifiableSortedMap(sorted);
    }

    /** The objects of one record type, in the order of their ids. */
    public <T extends SchemaObject.Whole> List<T> all(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The object that a part belongs to; a whole is its own. */
    public Optional<SchemaObject.Whole> whole(ObjectId id) {
        if (id.part().isEmpty()) {
            return find(id);
        }
        // Plain loops: a plan asks for both ends of each of a large schema's dependencies.
        for (ObjectKind kind : WITH_PARTS) {
            SchemaObject.Whole whole = objects.get(ObjectId.of(kind, id.name()));
            if (whole != null) {
                return Optional.of(whole);
            }
        }
        return Optional.empty();
    }

    /** An object or a part. */
    public Optional<SchemaObject> object(ObjectId id) {
        if (id.part().isEmpty()) {
            return find(id).map(SchemaObject.class::cast);
        }
        Optional<SchemaObject.Whole> whole = whole(id);
        if (whole.isPresent()) {
            for (SchemaObject part : whole.get().parts()) {
                if (part.id().equals(id)) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    /** An object that stands by itself. */
    public Optional<SchemaObject.Whole> find(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }
}
