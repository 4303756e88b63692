package dev.plumbline.report;

import dev.plumbline.model.Collation;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Firing;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Owners;
import dev.plumbline.model.Publication;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.SequenceOptions;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A schema for a person at a terminal: a block for each object that begins with its kind and name, tables with all that is theirs
 * first. Bodies of functions are left to the JSON document.
 */
final class SchemaText {
    private final Schema schema;
    private final Listing listing = new Listing();
    private final Owners owners;

    SchemaText(Schema schema) {
        this.schema = schema;
        this.owners = new Owners(schema);
    }

    String text() {
        listing.block(
                Printable.line(schema.source()) + "  PostgreSQL " + schema.serverMajor(),
                owners.usual()
                        .map(owner -> List.of("owner " + Printable.name(owner)))
                        .orElse(List.of()));
        relations();
        for (SchemaObject.Whole object : schema.objects().values()) {
            object(object);
        }
        listing.block(counts(), List.of());
        return listing.toString();
    }

    private void relations() {
        Map<QualifiedName, List<Index>> indexes =
                schema.all(Index.class).stream().collect(Collectors.groupingBy(Index::table));
        Map<QualifiedName, List<Statistics>> statistics =
                schema.all(Statistics.class).stream().collect(Collectors.groupingBy(Statistics::table));
        RelationText relations = new RelationText(listing, owners);
        for (Table table : schema.all(Table.class)) {
            relations.table(
                    table,
                    indexes.getOrDefault(table.name(), List.of()),
                    statistics.getOrDefault(table.name(), List.of()));
        }
        for (View view : schema.all(View.class)) {
            relations.view(
                    view,
                    indexes.getOrDefault(view.name(), List.of()),
                    statistics.getOrDefault(view.name(), List.of()));
        }
    }

    private void object(SchemaObject.Whole object) {
        switch (object) {
            case Table _, View _, Index _, Statistics _ -> {
                // Shown with their tables.
            }
            case Namespace namespace -> {
                head(namespace, "schema " + Printable.name(namespace.schema()));
                listing.tail(namespace.privileges(), namespace.comment());
            }
            case Extension extension -> {
                head(
                        extension,
                        "extension " + Printable.name(extension.name()) + " " + Printable.line(extension.version())
                                + " in " + Printable.name(extension.schema()));
                listing.tail(List.of(), extension.comment());
            }
            case Collation collation -> collation(collation);
            case EnumType type -> {
                head(type, "enum " + Printable.name(type.name()));
                listing.line(type.labels().stream()
                        .map(label -> Printable.line(Identifiers.quoteLiteral(label)))
                        .collect(Collectors.joining(", ")));
                listing.tail(type.privileges(), type.comment());
            }
            case DomainType type -> domain(type);
            case CompositeType type -> composite(type);
            case RangeType type -> range(type);
            case Sequence sequence -> sequence(sequence);
            case Routine routine -> routine(routine);
            case EventTrigger trigger -> eventTrigger(trigger);
            case Publication publication -> publication(publication);
            case DefaultPrivileges defaults -> defaults(defaults);
            case OtherObject other ->
                listing.block(Printable.line(other.type() + " " + other.name()), List.of("not compared"));
        }
    }

    private void head(SchemaObject.Whole object, String heading, String... remarks) {
        List<String> all = new ArrayList<>(List.of(remarks));
        Grants.owner(owners, object).ifPresent(all::add);
        listing.block(heading, all);
    }

    private void collation(Collation collation) {
        head(
                collation,
                "collation " + Printable.name(collation.name()),
                collation.provider(),
                Printable.line(collation.locale()),
                collation.deterministic() ? "" : "not deterministic");
        collation.rules().ifPresent(rules -> listing.line("rules " + Printable.line(rules)));
        listing.tail(List.of(), collation.comment());
    }

    private void domain(DomainType type) {
        head(type, "domain " + Printable.name(type.name()));
        listing.line(Listing.words(
                Printable.line(type.baseType()),
                type.collation()
                        .map(collation -> "collate " + Printable.line(collation))
                        .orElse(""),
                type.notNull() ? "not null" : "",
                type.defaultValue()
                        .map(value -> "default " + Printable.line(value))
                        .orElse("")));
        for (Constraint constraint : type.constraints()) {
            listing.line(Listing.words(
                    "constraint",
                    Printable.name(constraint.name()),
                    Printable.line(constraint.definition()),
                    Listing.comment(constraint.comment())));
        }
        listing.tail(type.privileges(), type.comment());
    }

    private void composite(CompositeType type) {
        head(type, "type " + Printable.name(type.name()));
        listing.rows(type.attributes().stream()
                .map(attribute -> List.of(
                        Printable.name(attribute.name()),
                        Printable.line(attribute.type()),
                        Listing.words(
                                attribute
                                        .collation()
                                        .map(collation -> "collate " + Printable.line(collation))
                                        .orElse(""),
                                Listing.comment(attribute.comment()))))
                .toList());
        listing.tail(type.privileges(), type.comment());
    }

    private void range(RangeType type) {
        head(
                type,
                "range type " + Printable.name(type.name()) + " of " + Printable.line(type.subtype()),
                type.multirangeName()
                        .map(name -> "multirange " + Printable.name(name))
                        .orElse(""),
                type.collation()
                        .map(collation -> "collate " + Printable.line(collation))
                        .orElse(""),
                type.operatorClass()
                        .map(opclass -> "operator class " + Printable.line(opclass))
                        .orElse(""),
                type.canonical()
                        .map(function -> "canonical " + Printable.line(function))
                        .orElse(""),
                type.subtypeDiff()
                        .map(function -> "subtype_diff " + Printable.line(function))
                        .orElse(""));
        listing.tail(type.privileges(), type.comment());
    }

    private void sequence(Sequence sequence) {
        SequenceOptions options = sequence.options();
        head(
                sequence,
                "sequence " + Printable.name(sequence.name()),
                sequence.unlogged() ? "unlogged" : "",
                sequence.ownedBy()
                        .map(column ->
                                "owned by " + Printable.name(column.name()) + "." + Printable.name(column.part()))
                        .orElse(""));
        listing.line("%s from %d by %d, %d to %d, cache %d%s"
                .formatted(
                        options.type(),
                        options.start(),
                        options.increment(),
                        options.minimum(),
                        options.maximum(),
                        options.cache(),
                        options.cycle() ? ", cycle" : ""));
        listing.tail(sequence.privileges(), sequence.comment());
    }

    private void routine(Routine routine) {
        head(
                routine,
                routine.type() + " " + Printable.name(new QualifiedName(routine.schema(), routine.name())) + "("
                        + Printable.line(routine.arguments()) + ")"
                        + routine.result()
                                .map(result -> " returns " + Printable.line(result))
                                .orElse(""),
                routine.type() == ObjectKind.AGGREGATE ? "" : Printable.line(routine.language()));
        listing.tail(routine.privileges(), routine.comment());
    }

    private void eventTrigger(EventTrigger trigger) {
        head(
                trigger,
                "event trigger " + Printable.name(trigger.name()),
                trigger.firing() == Firing.ORIGIN ? "" : trigger.firing().name().toLowerCase(Locale.ROOT));
        listing.line(Listing.words(
                "on",
                trigger.event(),
                trigger.tags().isEmpty() ? "" : "for " + Printable.line(String.join(", ", trigger.tags())),
                "execute",
                Printable.line(trigger.function()) + "()"));
        listing.tail(List.of(), trigger.comment());
    }

    private void publication(Publication publication) {
        head(
                publication,
                "publication " + Printable.name(publication.name()),
                publication.allTables() ? "all tables" : "",
                String.join(" ", publication.operations()),
                publication.viaRoot() ? "via partition root" : "",
                publication.generated().equals("none") ? "" : "generated columns " + publication.generated());
        for (Publication.Member member : publication.tables()) {
            listing.line(Listing.words(
                    "table",
                    Printable.name(member.table()),
                    member.columns().isEmpty()
                            ? ""
                            : "("
                                    + member.columns().stream()
                                            .map(Printable::name)
                                            .collect(Collectors.joining(", ")) + ")",
                    member.filter()
                            .map(filter -> "where " + Printable.line(filter))
                            .orElse("")));
        }
        publication.schemas().forEach(name -> listing.line("tables in schema " + Printable.name(name)));
        listing.tail(List.of(), publication.comment());
    }

    private void defaults(DefaultPrivileges defaults) {
        listing.block(
                "default privileges for " + defaults.objects().toLowerCase(Locale.ROOT) + " of "
                        + Printable.name(defaults.role())
                        + (defaults.schema().isEmpty() ? "" : " in schema " + Printable.name(defaults.schema())),
                List.of());
        listing.tail(defaults.privileges(), defaults.comment());
    }

    /** How many there are of each kind, so that the end of a long listing says what scrolled by. */
    private String counts() {
        Map<ObjectKind, Integer> counts = new EnumMap<>(ObjectKind.class);
        schema.objects().keySet().forEach(id -> counts.merge(id.kind(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        counts.forEach((kind, count) -> words.add(count + " " + (count == 1 ? kind.toString() : plural(kind))));
        return words.isEmpty() ? "nothing is there" : String.join(", ", words);
    }

    private static String plural(ObjectKind kind) {
        return switch (kind) {
            case INDEX -> "indexes";
            case STATISTICS, DEFAULT_PRIVILEGES, OTHER -> kind.toString();
            case POLICY -> "policies";
            default -> kind + "s";
        };
    }
}
