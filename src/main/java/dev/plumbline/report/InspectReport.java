package dev.plumbline.report;

import dev.plumbline.model.Collation;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Publication;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A whole schema, as {@code inspect} prints it. */
public final class InspectReport {
    /** The properties of the document, in their order. */
    private enum Section {
        SCHEMAS("schemas"),
        EXTENSIONS("extensions"),
        COLLATIONS("collations"),
        ENUMS("enums"),
        DOMAINS("domains"),
        COMPOSITE_TYPES("compositeTypes"),
        RANGE_TYPES("rangeTypes"),
        SEQUENCES("sequences"),
        TABLES("tables"),
        INDEXES("indexes"),
        STATISTICS("statistics"),
        VIEWS("views"),
        ROUTINES("routines"),
        EVENT_TRIGGERS("eventTriggers"),
        PUBLICATIONS("publications"),
        DEFAULT_PRIVILEGES("defaultPrivileges"),
        OTHERS("others");

        private final String property;

        Section(String property) {
            this.property = property;
        }

        static Section of(SchemaObject.Whole object) {
            return switch (object) {
                case Namespace _ -> SCHEMAS;
                case Extension _ -> EXTENSIONS;
                case Collation _ -> COLLATIONS;
                case EnumType _ -> ENUMS;
                case DomainType _ -> DOMAINS;
                case CompositeType _ -> COMPOSITE_TYPES;
                case RangeType _ -> RANGE_TYPES;
                case Sequence _ -> SEQUENCES;
                case Table _ -> TABLES;
                case Index _ -> INDEXES;
                case Statistics _ -> STATISTICS;
                case View _ -> VIEWS;
                case Routine _ -> ROUTINES;
                case EventTrigger _ -> EVENT_TRIGGERS;
                case Publication _ -> PUBLICATIONS;
                case DefaultPrivileges _ -> DEFAULT_PRIVILEGES;
                case OtherObject _ -> OTHERS;
            };
        }
    }

    /** What an object cannot be made without, as a line of the document. */
    record Dependency(ObjectId object, List<ObjectId> needs) {
        private static Dependency of(Map.Entry<ObjectId, Set<ObjectId>> entry) {
            return new Dependency(entry.getKey(), List.copyOf(entry.getValue()));
        }
    }

    private InspectReport() {}

    /** As text for a terminal; see {@link SchemaText}. */
    public static void text(Schema schema, Consumer<String> out) {
        out.accept(new SchemaText(schema).text());
    }

    /** As the SQL that makes it in an empty database; see {@link SchemaSql}. */
    public static void sql(Schema schema, Consumer<String> out) {
        out.accept(new SchemaSql(schema).text());
    }

    /** As a JSON document in pieces, described by {@code docs/schemas/inspect.schema.json}. */
    public static void json(Schema schema, Consumer<String> out) {
        Map<Section, List<SchemaObject.Whole>> sections = new EnumMap<>(Section.class);
        for (SchemaObject.Whole object : schema.objects().values()) {
            sections.computeIfAbsent(Section.of(object), section -> new ArrayList<>())
                    .add(object);
        }
        Json.write(out, json -> {
            RecordJson records = new RecordJson(json);
            json.writeStringProperty("source", schema.source());
            json.writeNumberProperty("serverMajor", schema.serverMajor());
            for (Section section : Section.values()) {
                records.list(section.property, sections.getOrDefault(section, List.of()));
            }
            records.list(
                    "dependencies",
                    schema.dependencies().entrySet().stream()
                            .map(Dependency::of)
                            .toList());
        });
    }
}
