package dev.plumbline.source.postgres;

import java.sql.SQLException;

/** All comments but those that came with the server; 2200 is schema {@code public}, and other objects begin at 16384. */
final class Comments {
    private static final Query SQL = Query.of("""
            SELECT classoid, objoid, objsubid, description FROM pg_description
            WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass AND objoid = 2200
            """);

    /**
     * What a comment is on.
     *
     * @param part a column's number, or 0
     */
    record Place(long table, long oid, int part) {}

    private Comments() {}

    static void read(Catalog catalog) throws SQLException {
        catalog.each(SQL, row -> {
            catalog.addComment(
                    new Place(row.id("classoid"), row.id("objoid"), row.number("objsubid")), row.text("description"));
        });
    }
}
