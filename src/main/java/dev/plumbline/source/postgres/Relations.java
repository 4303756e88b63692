package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Relation;
import dev.plumbline.model.Rule;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Tables and views: found first, so that their parts know what they are parts of, and put together last. */
final class Relations {
    private static final Query SQL = Query.of("""
            SELECT c.oid, {writer} AS xmin, c.relnamespace, c.relname, c.relkind,
                   pg_get_userbyid(c.relowner) AS owner, array_to_string(c.relacl, E'\\n') AS acl,
                   CASE WHEN c.relacl IS NOT NULL THEN array_to_string(acldefault('r', c.relowner), E'\\n') END AS default_acl,
                   c.relpersistence = 'u' AS unlogged,
                   CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
                   CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
                   CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END AS bound_check,
                   CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
                   c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.reloptions, toast.reloptions AS toast_options,
                   am.amname, s.spcname, c.relispopulated, r.oid AS rule,
                   CASE WHEN r.oid IS NOT NULL THEN rtrim(pg_get_viewdef(c.oid), ';') END AS definition
            FROM pg_class c LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid LEFT JOIN pg_am am ON am.oid = c.relam
                LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
                LEFT JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
                JOIN pg_type y ON y.oid = c.reltype
            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = ANY (?::oid[])
            """);

    // Who points to a table, indexes it or inherits from it writes its row, too: then the row of its type says who made
    // it.
    private static final Query WITH_WRITERS = SQL.with("writer", """
            greatest(CASE WHEN (c.oid, c.xmin::text) IN (SELECT confrelid, xmin::text FROM pg_constraint WHERE contype = 'f'
                    UNION ALL SELECT indrelid, xmin::text FROM pg_index WHERE NOT indisreplident AND NOT indisclustered
                    UNION ALL SELECT ev_class, xmin::text FROM pg_rewrite WHERE rulename <> '_RETURN'
                    UNION ALL SELECT tgrelid, xmin::text FROM pg_trigger
                    UNION ALL SELECT inhparent, xmin::text FROM pg_inherits)
                THEN y.xmin ELSE c.xmin END::text::bigint, r.xmin::text::bigint)""");

    private static final Query WITHOUT_WRITERS = SQL.with("writer", "0");

    /** All that a relation's own row says. */
    private record Found(
            long oid,
            char kind,
            QualifiedName name,
            Origin origin,
            Optional<String> comment,
            String owner,
            List<Privilege> privileges,
            boolean unlogged,
            Optional<String> partitionKey,
            Optional<String> bound,
            Optional<String> boundCheck,
            Optional<String> ofType,
            Table.RowSecurity rowSecurity,
            Table.ReplicaIdentity replicaIdentity,
            List<String> options,
            Optional<String> accessMethod,
            Optional<String> tablespace,
            boolean populated,
            Optional<String> definition) {}

    private final List<Found> found;

    private Relations(List<Found> found) {
        this.found = found;
    }

    /** Finds them; from now on their ids are known. */
    static Relations read(Catalog catalog) throws SQLException {
        List<Found> found = new ArrayList<>();
        catalog.each(
                catalog.tellsWriters() ? WITH_WRITERS : WITHOUT_WRITERS,
                row -> {
                    if (!catalog.ids().isMember(CatalogTable.PG_CLASS, row.id("oid"))) {
                        Found relation = found(catalog, row);
                        ObjectId id = ObjectId.of(kind(relation.kind()), relation.name());
                        catalog.ids().put(CatalogTable.PG_CLASS, relation.oid(), id);
                        catalog.ids().put(CatalogTable.PG_REWRITE, row.id("rule"), id);
                        found.add(relation);
                    }
                },
                catalog.namespaces());
        return new Relations(found);
    }

    private static Found found(Catalog catalog, Row row) throws SQLException {
        return new Found(
                row.id("oid"),
                row.letter("relkind"),
                catalog.name(row, "relnamespace", "relname"),
                catalog.origin(row),
                catalog.comment(CatalogTable.PG_CLASS, row),
                row.text("owner"),
                catalog.privileges(row),
                row.is("unlogged"),
                row.optional("partition_key"),
                row.optional("bound"),
                row.optional("bound_check"),
                row.optional("of_type"),
                rowSecurity(row.is("relrowsecurity"), row.is("relforcerowsecurity")),
                replicaIdentity(row.letter("relreplident")),
                options(row),
                row.optional("amname"),
                row.optional("spcname"),
                row.is("relispopulated"),
                row.optional("definition"));
    }

    private static ObjectKind kind(char letter) {
        return switch (letter) {
            case 'v' -> ObjectKind.VIEW;
            case 'm' -> ObjectKind.MATERIALIZED_VIEW;
            default -> ObjectKind.TABLE;
        };
    }

    private static Table.RowSecurity rowSecurity(boolean enabled, boolean forced) {
        if (enabled) {
            return forced ? Table.RowSecurity.FORCED : Table.RowSecurity.ENABLED;
        }
        return forced ? Table.RowSecurity.FORCED_WHILE_OFF : Table.RowSecurity.OFF;
    }

    private static Table.ReplicaIdentity replicaIdentity(char letter) {
        return switch (letter) {
            case 'f' -> Table.ReplicaIdentity.FULL;
            case 'n' -> Table.ReplicaIdentity.NOTHING;
            case 'i' -> Table.ReplicaIdentity.INDEX;
            default -> Table.ReplicaIdentity.DEFAULT;
        };
    }

    private static List<String> options(Row row) throws SQLException {
        List<String> options = new ArrayList<>(row.list("reloptions"));
        row.list("toast_options").forEach(option -> options.add("toast." + option));
        Collections.sort(options);
        return options;
    }

    /** The parts of all relations, by their oids. */
    record AllParts(
            Inheritance inheritance,
            Columns columns,
            Constraints constraints,
            Parts<Trigger> triggers,
            Parts<Rule> rules,
            Parts<Policy> policies) {}

    /** Puts all of them together. */
    List<Relation> with(AllParts parts) {
        List<Relation> relations = new ArrayList<>();
        for (Found relation : found) {
            relations.add(relation.definition().isPresent() ? view(relation, parts) : table(relation, parts));
        }
        return relations;
    }

    private static View view(Found relation, AllParts parts) {
        boolean materialized = relation.kind() == 'm';
        return new View(
                relation.name(),
                relation.origin(),
                relation.comment(),
                relation.owner(),
                privileges(relation, parts),
                materialized,
                relation.definition().orElseThrow(),
                parts.columns().of(relation.oid()),
                parts.triggers().of(relation.oid()),
                parts.rules().of(relation.oid()),
                relation.options(),
                relation.populated(),
                relation.accessMethod(),
                relation.tablespace());
    }

    private static Table table(Found relation, AllParts parts) {
        List<Inheritance.Parent> parents = parts.inheritance().of(relation.oid());
        return new Table(
                relation.name(),
                relation.origin(),
                relation.comment(),
                relation.owner(),
                privileges(relation, parts),
                relation.unlogged(),
                parts.columns().of(relation.oid()),
                parts.constraints().ofTable(relation.oid()),
                parts.triggers().of(relation.oid()),
                parts.rules().of(relation.oid()),
                parts.policies().of(relation.oid()),
                relation.partitionKey(),
                relation.bound().map(bound -> partition(parents, bound, relation.boundCheck())),
                relation.bound().isPresent()
                        ? List.of()
                        : parents.stream().map(Inheritance.Parent::name).toList(),
                relation.ofType(),
                relation.rowSecurity(),
                relation.replicaIdentity(),
                relation.options(),
                relation.accessMethod(),
                relation.tablespace());
    }

    private static Table.Partition partition(List<Inheritance.Parent> parents, String bound, Optional<String> check) {
        if (parents.isEmpty()) {
            throw new VanishedException("parent of a partition");
        }
        Inheritance.Parent parent = parents.getFirst();
        return new Table.Partition(parent.name(), bound, parent.detaching(), check);
    }

    private static List<Privilege> privileges(Found relation, AllParts parts) {
        List<Privilege> all = new ArrayList<>(relation.privileges());
        all.addAll(parts.columns().privileges(relation.oid()));
        Collections.sort(all);
        return all;
    }
}
