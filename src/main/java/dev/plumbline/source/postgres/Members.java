package dev.plumbline.source.postgres;

import java.sql.SQLException;

/** What extensions brought: not the project's, and left out. */
final class Members {
    private static final Query SQL = Query.of(
            "SELECT classid, objid, refobjid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass");

    private Members() {}

    static void read(Catalog catalog) throws SQLException {
        catalog.each(SQL, row -> catalog.ids().putMember(row.id("classid"), row.id("objid"), row.id("refobjid")));
    }
}
