package dev.plumbline.plan;

import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import java.util.List;

/** The rights that objects have as soon as they are made, by default privileges. */
final class DefaultRights {
    private final List<DefaultPrivileges> all;

    DefaultRights(Schema schema) {
        this.all = schema.all(DefaultPrivileges.class);
    }

    /** Those of any role: which one runs the plan is not known, and a right that is not held can be revoked too. */
    List<Privilege> of(SchemaObject.Whole object) {
        return of(object.id().kind(), object.id().name().schema());
    }

    List<Privilege> of(ObjectKind kind, String schema) {
        String objects = objects(kind);
        return all.stream()
                .filter(it -> it.objects().equals(objects))
                .filter(it -> it.schema().isEmpty() || it.schema().equals(schema))
                .flatMap(it -> it.privileges().stream())
                .distinct()
                .toList();
    }

    /** As {@code ALTER DEFAULT PRIVILEGES} calls them; empty where there are none. */
    private static String objects(ObjectKind kind) {
        return switch (kind) {
            case SCHEMA -> "SCHEMAS";
            case SEQUENCE -> "SEQUENCES";
            case TABLE, VIEW, MATERIALIZED_VIEW -> "TABLES";
            case FUNCTION, PROCEDURE, AGGREGATE -> "FUNCTIONS";
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE -> "TYPES";
            default -> "";
        };
    }
}
