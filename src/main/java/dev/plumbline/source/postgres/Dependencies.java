package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What cannot be made without what (PostgreSQL 18 manual, 52.18). Internal dependencies join the rows that make up one object, and
 * are left out. So is a sequence's on the column that owns it: the column's default needs the sequence first.
 */
final class Dependencies {
    /** Other names of an object: the row type of a table, the type of its arrays, the functions that make a range. */
    private static final Query ALIASES = Query.of("""
            SELECT 'pg_type'::regclass::oid AS class, oid, 'pg_class'::regclass::oid AS whole_class, typrelid AS whole
            FROM pg_type WHERE typrelid <> 0 AND typnamespace = ANY (?::oid[])
            UNION ALL
            SELECT 'pg_type'::regclass, typarray, 'pg_type'::regclass, oid
            FROM pg_type WHERE typarray <> 0 AND oid >= 16384
            UNION ALL
            SELECT classid, objid, refclassid, refobjid FROM pg_depend
            WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_type'::regclass AND deptype = 'i'
            """);

    /** A default's automatic dependency is on its own column, and those of TOAST tables are of no interest. */
    private static final Query SQL = Query.of("""
            SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype FROM pg_depend
            WHERE deptype IN ('n', 'a', 'x', 'P', 'S') AND NOT (classid = 'pg_attrdef'::regclass AND deptype = 'a')
                AND (refobjid >= 16384 OR refclassid = 'pg_namespace'::regclass AND refobjid = 2200)
                AND (refclassid <> 'pg_class'::regclass OR refobjid NOT IN (SELECT oid FROM pg_class WHERE relkind = 't'))
            """);

    private final Ids ids;
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();

    private Dependencies(Ids ids) {
        this.ids = ids;
    }

    /** Has them fetched before they are read. */
    static void ahead(Catalog catalog) {
        catalog.ahead(SQL);
    }

    /** Reads those between objects whose ids are known. */
    static Map<ObjectId, Set<ObjectId>> read(Catalog catalog) throws SQLException {
        Dependencies dependencies = new Dependencies(catalog.ids());
        catalog.each(
                ALIASES,
                row -> catalog.ids().putAlias(row.id("class"), row.id("oid"), row.id("whole_class"), row.id("whole")),
                catalog.namespaces());
        catalog.each(SQL, dependencies::add);
        return dependencies.needs;
    }

    private void add(Row row) throws SQLException {
        long table = row.id("classid");
        long oid = row.id("objid");
        ObjectId from = ids.find(table, oid, row.number("objsubid"));
        if (from == null || ids.isMember(table, oid)) {
            return;
        }
        ObjectId to = ids.find(row.id("refclassid"), row.id("refobjid"), row.number("refobjsubid"));
        if (to != null && !to.equals(from) && !isNotNeeded(from, to)) {
            needs.merge(from, Set.of(to), Dependencies::union);
        }
    }

    /** Most need one thing only: of their sets there are very many in a large schema. */
    private static Set<ObjectId> union(Set<ObjectId> some, Set<ObjectId> more) {
        Set<ObjectId> all = some instanceof TreeSet<ObjectId> ? some : new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    /** An owned sequence can be made without its column, and an identity column is in its table's schema anyway. */
    private static boolean isNotNeeded(ObjectId from, ObjectId to) {
        return (from.kind() == ObjectKind.SEQUENCE && to.kind() == ObjectKind.COLUMN)
                || (from.kind() == ObjectKind.COLUMN && to.kind() == ObjectKind.SCHEMA);
    }
}
