package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import java.sql.SQLException;

/** Why a session takes no writes, and what lifts it. */
record ReadOnly(String what, String remedy) {
    static final ReadOnly REPLICA = new ReadOnly(
            "the server is a read-only replica",
            "connect to the primary; with several hosts add ?target_session_attrs=read-write");

    private static final String SETTING = "default_transaction_read_only";

    /** Where the setting comes from, the database and the user who logged in, both quoted. */
    private record Origin(String source, String database, String user) {}

    /** Asks the server where {@code default_transaction_read_only} comes from (pg_settings.source, PostgreSQL 18 manual, 53.24). */
    static ReadOnly of(Session session) throws SQLException {
        Origin origin = session.query(
                        "SELECT source, quote_ident(current_database()), quote_ident(session_user) FROM pg_settings"
                                + " WHERE name = '" + SETTING + "'",
                        row -> new Origin(row.getString(1), row.getString(2), row.getString(3)))
                .getFirst();
        return switch (origin.source()) {
            case "database" ->
                new ReadOnly(
                        "sessions of this database are read-only (" + SETTING + ")",
                        inPsql("ALTER DATABASE " + origin.database()));
            case "user" ->
                new ReadOnly(
                        "sessions of this user are read-only (" + SETTING + ")",
                        "use a user who may write, or " + inPsql("ALTER ROLE " + origin.user()));
            case "database user" ->
                new ReadOnly(
                        "sessions of this user are read-only in this database (" + SETTING + ")",
                        "use a user who may write, or "
                                + inPsql("ALTER ROLE " + origin.user() + " IN DATABASE " + origin.database()));
            case "client" ->
                new ReadOnly(
                        "this session is read-only (" + SETTING + ", set by the client)",
                        "take " + SETTING + " out of options= in the URL, or of PGOPTIONS");
            default ->
                new ReadOnly(
                        "sessions of this server are read-only (" + SETTING + ", source: " + origin.source() + ")",
                        "see where it is set: SELECT sourcefile, sourceline FROM pg_settings WHERE name = '" + SETTING
                                + "'");
        };
    }

    /** The session that lifts it is read-only itself until it says otherwise. */
    private static String inPsql(String alter) {
        return "in psql: SET " + SETTING + " = off; " + alter + " RESET " + SETTING + ";";
    }
}
