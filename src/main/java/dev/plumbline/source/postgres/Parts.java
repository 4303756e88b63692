package dev.plumbline.source.postgres;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The triggers, rules or policies of all tables and views. */
final class Parts<T extends SchemaObject.Part> {
    /** Makes a part of a row and the name of the table or view it is of. */
    @FunctionalInterface
    interface PartReader<T> {
        T read(Row row, QualifiedName relation) throws SQLException;
    }

    private final Map<Long, List<T>> parts = new HashMap<>();

    private Parts() {}

    /**
     * Reads those of the relations whose ids are known.
     *
     * @param query has columns {@code oid} and {@code relation}, and a parameter for the schemas
     */
    static <T extends SchemaObject.Part> Parts<T> read(
            Catalog catalog, CatalogTable table, Query query, PartReader<T> reader) throws SQLException {
        Parts<T> parts = new Parts<>();
        catalog.each(
                query,
                row -> {
                    long relation = row.id("relation");
                    Optional<QualifiedName> name = catalog.ids().relation(relation);
                    if (name.isPresent()) {
                        T part = reader.read(row, name.get());
                        catalog.ids().put(table, row.id("oid"), part.id());
                        parts.parts
                                .computeIfAbsent(relation, oid -> new ArrayList<>())
                                .add(part);
                    }
                },
                catalog.namespaces());
        return parts;
    }

    /** By name. */
    List<T> of(long relation) {
        return parts.getOrDefault(relation, List.of()).stream()
                .sorted(Comparator.comparing(part -> part.id()))
                .toList();
    }
}
