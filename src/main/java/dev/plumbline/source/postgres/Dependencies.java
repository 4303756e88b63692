package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

    private static final Query SQL = Query.of("""
            SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype FROM pg_depend
            WHERE deptype IN ('n', 'a', 'x', 'P', 'S')
                AND (refobjid >= 16384 OR refclassid = 'pg_namespace'::regclass AND refobjid = 2200)
            """);

    private final Catalog catalog;
    private final Map<Address, Address> aliases = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();

    private Dependencies(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Reads those between objects whose ids are known. */
    static Map<ObjectId, Set<ObjectId>> read(Catalog catalog) throws SQLException {
        Dependencies dependencies = new Dependencies(catalog);
        catalog.rows(
                ALIASES,
                row -> dependencies.aliases.put(
                        new Address(row.id("class"), row.id("oid")),
                        new Address(row.id("whole_class"), row.id("whole"))),
                catalog.namespaces());
        catalog.rows(SQL, row -> {
            dependencies.add(row);
            return true;
        });
        return dependencies.needs;
    }

    private void add(Row row) throws SQLException {
        ObjectId from = catalog.ids().find(row.id("classid"), row.id("objid"), row.number("objsubid"));
        if (from == null || catalog.isMember(row.id("classid"), row.id("objid"))) {
            return;
        }
        ObjectId to = needed(new Address(row.id("refclassid"), row.id("refobjid")), row.number("refobjsubid"));
        boolean owned = from.kind() == ObjectKind.SEQUENCE && to != null && to.kind() == ObjectKind.COLUMN;
        if (to != null && !to.equals(from) && !owned) {
            needs.computeIfAbsent(from, id -> new TreeSet<>()).add(to);
        }
    }

    /** The extension, for an object of one. */
    private @Nullable ObjectId needed(Address object, int part) {
        Long extension = catalog.members().get(object);
        if (extension != null) {
            return catalog.ids().find(CatalogTable.PG_EXTENSION.oid(), extension, 0);
        }
        Address whole = aliases.get(object);
        return whole == null ? catalog.ids().find(object.table(), object.oid(), part) : needed(whole, 0);
    }
}
