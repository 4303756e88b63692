package dev.plumbline.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A view or materialized view.
 *
 * @param definition   the query, as {@code pg_get_viewdef} writes it, without the semicolon
 * @param columns      with their defaults, where {@code ALTER VIEW} gave them any
 * @param options      such as {@code security_barrier=true}, sorted
 * @param populated    of a materialized view, false after {@code WITH NO DATA}
 * @param accessMethod of a materialized view
 * @param tablespace   of a materialized view, where it is not the database's
 */
public record View(
        QualifiedName name,
        Origin origin,
        Optional<String> comment,
        String owner,
        List<Privilege> privileges,
        boolean materialized,
        String definition,
        List<Column> columns,
        List<Trigger> triggers,
        List<Rule> rules,
        List<String> options,
        boolean populated,
        Optional<String> accessMethod,
        Optional<String> tablespace)
        implements Relation {
    public View {
        privileges = List.copyOf(privileges);
        columns = List.copyOf(columns);
        triggers = List.copyOf(triggers);
        rules = List.copyOf(rules);
        options = List.copyOf(options);
    }

    @Override
    public List<SchemaObject.Part> parts() {
        List<SchemaObject.Part> parts = new ArrayList<>();
        parts.addAll(columns);
        parts.addAll(triggers);
        parts.addAll(rules);
        return Collections.unmodifiableList(parts);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, name);
    }
}
