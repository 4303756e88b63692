package dev.plumbline.source.postgres;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The constraints of tables and domains. A constraint trigger is a trigger. A foreign key to a partitioned table has a second row
 * for each partition there, with the first as its parent on the same table: bookkeeping that no one can name.
 */
final class Constraints {
    private static final Query SQL = Query.of("""
            SELECT c.oid, c.xmin::text::bigint AS xmin, c.conrelid, c.contypid, c.conname, c.contype,
                   pg_get_constraintdef(c.oid) AS definition, array_to_string(c.conkey, ' ') AS columns,
                   c.confrelid, array_to_string(c.confkey, ' ') AS referenced_columns, c.convalidated, {enforced} AS enforced, c.conislocal,
                   c.coninhcount, i.indexrelid, i.indisclustered, i.indisreplident, s.spcname, ic.reloptions,
                   t.typnamespace, t.typname, referenced.relnamespace AS referenced_namespace,
                   referenced.relname AS referenced_name, above.oid AS parent, above.relnamespace AS parent_namespace,
                   above.relname AS parent_name
            FROM pg_constraint c LEFT JOIN (
                    pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_tablespace s ON s.oid = ic.reltablespace)
                ON c.contype IN ('p', 'u', 'x') AND i.indexrelid = c.conindid
                LEFT JOIN pg_type t ON t.oid = c.contypid LEFT JOIN pg_constraint parent ON parent.oid = c.conparentid
                LEFT JOIN pg_class referenced ON referenced.oid = c.confrelid
                LEFT JOIN (pg_inherits h JOIN pg_class above ON above.oid = h.inhparent) ON h.inhrelid = i.indexrelid
            WHERE c.connamespace = ANY (?::oid[]) AND c.contype <> 't' AND parent.conrelid IS DISTINCT FROM c.conrelid
            """).with("enforced", "true").since(18, "enforced", "c.conenforced");

    private final Map<Long, List<Constraint>> ofTables = new HashMap<>();
    private final Map<Long, List<Constraint>> ofDomains = new HashMap<>();

    private Constraints() {}

    /** Has them fetched before they are read. */
    static void ahead(Catalog catalog) {
        catalog.ahead(SQL, catalog.namespaces());
    }

    /** Reads those of the tables whose columns are known, and of all domains. */
    static Constraints read(Catalog catalog) throws SQLException {
        Constraints constraints = new Constraints();
        catalog.each(
                SQL,
                row -> {
                    constraints.add(catalog, row);
                },
                catalog.namespaces());
        return constraints;
    }

    private void add(Catalog catalog, Row row) throws SQLException {
        long table = row.id("conrelid");
        boolean ofTable = table != 0;
        Optional<QualifiedName> parent =
                ofTable ? catalog.ids().relation(table) : Optional.of(catalog.name(row, "typnamespace", "typname"));
        if (parent.isPresent()) {
            Constraint constraint = constraint(catalog, row, parent.get());
            ObjectId id = constraint.id();
            catalog.ids().put(CatalogTable.PG_CONSTRAINT, row.id("oid"), id);
            if (row.id("indexrelid") != 0) {
                catalog.ids().put(CatalogTable.PG_CLASS, row.id("indexrelid"), id);
            }
            (ofTable ? ofTables : ofDomains)
                    .computeIfAbsent(ofTable ? table : row.id("contypid"), oid -> new ArrayList<>())
                    .add(constraint);
        }
    }

    private static Constraint constraint(Catalog catalog, Row row, QualifiedName parent) throws SQLException {
        long index = row.id("indexrelid");
        return new Constraint(
                parent,
                row.text("conname"),
                catalog.origin(row),
                catalog.comment(CatalogTable.PG_CONSTRAINT, row),
                type(row.letter("contype")),
                row.text("definition"),
                columns(catalog, row.id("conrelid"), row.numbers("columns")),
                reference(catalog, row),
                row.is("enforced"),
                row.is("convalidated"),
                row.is("conislocal"),
                row.number("coninhcount"),
                Indexes.partitionOf(catalog, row),
                index == 0 ? Optional.empty() : Optional.of(Indexes.settings(row)),
                index == 0 ? Optional.empty() : catalog.comment(CatalogTable.PG_CLASS, index, 0));
    }

    private static Constraint.Type type(char letter) {
        return switch (letter) {
            case 'p' -> Constraint.Type.PRIMARY_KEY;
            case 'u' -> Constraint.Type.UNIQUE;
            case 'x' -> Constraint.Type.EXCLUDE;
            case 'f' -> Constraint.Type.FOREIGN_KEY;
            case 'c' -> Constraint.Type.CHECK;
            case 'n' -> Constraint.Type.NOT_NULL;
            default -> throw new IllegalStateException("pg_constraint has a contype " + letter);
        };
    }

    /** Zero stands for an expression. */
    private static List<String> columns(Catalog catalog, long relation, int[] numbers) {
        return Arrays.stream(numbers)
                .filter(number -> number != 0)
                .mapToObj(number -> catalog.ids().column(relation, number))
                .toList();
    }

    /** Nothing for a table in a schema that is not read, which only the definition names. */
    private static Optional<Constraint.Reference> reference(Catalog catalog, Row row) throws SQLException {
        long referenced = row.id("confrelid");
        if (referenced == 0 || !catalog.isRead(row.id("referenced_namespace"))) {
            return Optional.empty();
        }
        return Optional.of(new Constraint.Reference(
                catalog.name(row, "referenced_namespace", "referenced_name"),
                columns(catalog, referenced, row.numbers("referenced_columns"))));
    }

    /** By name. */
    List<Constraint> ofTable(long oid) {
        return sorted(ofTables, oid);
    }

    /** By the oids of the domains. */
    List<Constraint> ofDomain(long oid) {
        return sorted(ofDomains, oid);
    }

    private static List<Constraint> sorted(Map<Long, List<Constraint>> constraints, long oid) {
        return constraints.getOrDefault(oid, List.of()).stream()
                .sorted(Comparator.comparing(Constraint::name))
                .toList();
    }
}
