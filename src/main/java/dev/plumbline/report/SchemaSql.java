package dev.plumbline.report;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Collation;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Owners;
import dev.plumbline.model.Publication;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A schema as a script for {@code psql} that makes it in an empty database. What the script does not make, or expects to be there, is
 * told in comments at its top.
 */
final class SchemaSql {
    private final Schema schema;

    /** Objects of kinds that no plan makes. */
    private final Set<ObjectId> unknown;

    /** What cannot be made without one of those. */
    private final Set<ObjectId> without;

    SchemaSql(Schema schema) {
        this.schema = schema;
        this.unknown = schema.all(OtherObject.class).stream()
                .map(OtherObject::id)
                .collect(Collectors.toCollection(TreeSet::new));
        this.without = without();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        remark(
                text,
                "the schema of " + schema.source() + ", for an empty database of PostgreSQL " + schema.serverMajor());
        String owners = Owners.all(schema).stream().map(Printable::rawName).collect(Collectors.joining(", "));
        if (!owners.isEmpty()) {
            remark(text, "owners are not set: whoever runs this owns all (there: " + owners + ")");
        }
        list(text, "these roles must be there; make those that are missing:", roles());
        list(text, "these tablespaces must be there:", tablespaces());
        list(text, "these extensions come in the version that the server has; there they were:", extensions());
        list(text, "not made, for plans know no objects of such kinds:", names(unknown));
        list(text, "not made, for it cannot be without those:", names(without));
        if (schema.objects().values().stream().anyMatch(Routine.class::isInstance)) {
            // As pg_dump does: a body may name what comes later, or what a search_path of its own finds.
            text.append("SET check_function_bodies = off;\n");
        }
        steps().forEach(step -> text.append(step.sql()).append(";\n"));
        return text.toString();
    }

    private List<Step> steps() {
        Schema nothing = Schema.ofNewDatabase(schema.source(), schema.serverMajor());
        Schema wanted = makeable();
        Schema open = ViewCircles.opened(wanted);
        Stream<Step> close = open.equals(wanted) ? Stream.empty() : steps(open, wanted);
        return Stream.concat(steps(nothing, open), close).toList();
    }

    private static Stream<Step> steps(Schema from, Schema to) {
        return Plan.of(SchemaDiff.of(from, to), Form.PLAIN).steps().stream();
    }

    private Schema makeable() {
        if (unknown.isEmpty()) {
            return schema;
        }
        SortedMap<ObjectId, SchemaObject.Whole> objects = new TreeMap<>(schema.objects());
        objects.keySet().removeAll(unknown);
        objects.keySet().removeAll(without);
        SortedMap<ObjectId, Set<ObjectId>> dependencies = new TreeMap<>(schema.dependencies());
        dependencies.keySet().removeIf(id -> !objects.containsKey(whole(id)));
        return new Schema(schema.source(), schema.serverMajor(), objects, dependencies);
    }

    private Set<ObjectId> without() {
        Set<ObjectId> found = new TreeSet<>();
        if (unknown.isEmpty()) {
            return found;
        }
        // The column of a foreign table.
        schema.all(Sequence.class).stream()
                .filter(sequence -> sequence.ownedBy()
                        .filter(column -> schema.object(column).isEmpty())
                        .isPresent())
                .forEach(sequence -> found.add(sequence.id()));
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<ObjectId, Set<ObjectId>> entry :
                    schema.dependencies().entrySet()) {
                ObjectId object = whole(entry.getKey());
                if (!unknown.contains(object)
                        && entry.getValue().stream()
                                .map(this::whole)
                                .anyMatch(need -> unknown.contains(need) || found.contains(need))) {
                    more |= found.add(object);
                }
            }
        }
        return found;
    }

    private ObjectId whole(ObjectId id) {
        return schema.find(id).or(() -> schema.whole(id)).map(SchemaObject::id).orElse(id);
    }

    private List<String> roles() {
        return schema.roles().stream()
                .map(role -> "CREATE ROLE " + Printable.rawName(role) + " NOLOGIN;")
                .toList();
    }

    private List<String> tablespaces() {
        return schema.objects().values().stream()
                .flatMap(SchemaSql::tablespaces)
                .distinct()
                .sorted()
                .map(Printable::rawName)
                .toList();
    }

    private static Stream<String> tablespaces(SchemaObject.Whole object) {
        return switch (object) {
            case Table table ->
                Stream.concat(
                        table.tablespace().stream(),
                        table.constraints().stream()
                                .flatMap(constraint -> constraint.index().stream())
                                .map(Constraint.IndexSettings::tablespace)
                                .flatMap(Optional::stream));
            case View view -> view.tablespace().stream();
            case Index index -> index.settings().tablespace().stream();
            case Namespace _,
                    Extension _,
                    Collation _,
                    EnumType _,
                    DomainType _,
                    CompositeType _,
                    RangeType _,
                    Sequence _,
                    Statistics _,
                    Routine _,
                    EventTrigger _,
                    Publication _,
                    DefaultPrivileges _,
                    OtherObject _ -> Stream.empty();
        };
    }

    private List<String> extensions() {
        return schema.all(Extension.class).stream()
                .filter(Extension::usual)
                .map(extension -> Printable.rawName(extension.name()) + " " + extension.version())
                .toList();
    }

    private List<String> names(Set<ObjectId> ids) {
        return ids.stream()
                .map(id -> schema.find(id).orElseThrow())
                .map(object -> object instanceof OtherObject other
                        ? other.type() + " " + other.name()
                        : object.id().toString())
                .toList();
    }

    private static void list(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            remark(text, heading);
            lines.forEach(line -> remark(text, "  " + line));
        }
    }

    /** A name may hold line ends, behind which a comment ends. */
    private static void remark(StringBuilder text, String line) {
        text.append("-- ").append(Printable.line(line)).append('\n');
    }
}
