package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do where a role lacks a right (42501): which right to grant, and by whom, or as which role to run. */
final class Privileges {
    // The server's words in English; in another language the remedy is a general one.
    private static final Pattern DENIED = Pattern.compile("permission denied for (schema|database) (.+)");
    private static final Pattern OWNED =
            Pattern.compile("(?:must be owner of|permission denied for) (?:table|view|materialized view|foreign table"
                    + "|index|sequence|relation) (.+)");

    // Since PostgreSQL 14 schema public belongs to pg_database_owner, whose one member owns the database.
    private static final String SCHEMA = """
            SELECT CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN 'CREATE' ELSE 'USAGE, CREATE' END || ' ON SCHEMA '
                       || quote_ident(n.nspname), o.oid
            FROM pg_namespace n JOIN pg_roles s ON s.oid = n.nspowner JOIN pg_database d ON d.datname = current_database()
                JOIN pg_roles o ON o.oid = CASE WHEN s.rolname = 'pg_database_owner' THEN d.datdba ELSE s.oid END
            WHERE n.nspname = ?
            """;

    private static final String DATABASE =
            "SELECT 'CREATE ON DATABASE ' || quote_ident(datname), datdba FROM pg_database WHERE datname = ?";

    private static final String RELATION = "SELECT '', relowner FROM pg_class WHERE oid = to_regclass(quote_ident(?))";

    /**
     * Who could do it.
     *
     * @param right   what to grant; empty where only the owner may
     * @param owner   quoted
     * @param member  whether the login user may become the owner
     * @param keeper  whether the owner could keep the ledger, too
     * @param role    the role that lacked the right, quoted
     * @param grantable whether becoming the owner is something that one would grant
     */
    private record Way(String right, String owner, boolean member, boolean keeper, String role, boolean grantable) {}

    private Privileges() {}

    /** Instructions, the most specific first; asks the catalog, and says less where it does not answer. */
    static List<String> remedies(Session session, String ledgerSchema, SqlFailure failure) {
        Matcher denied = DENIED.matcher(failure.message());
        Matcher owned = OWNED.matcher(failure.message());
        try {
            if (denied.matches()) {
                String query = denied.group(1).equals("schema") ? SCHEMA : DATABASE;
                return remedies(ways(session, ledgerSchema, query, denied.group(2)));
            }
            return remedies(owned.matches() ? ways(session, ledgerSchema, RELATION, owned.group(1)) : List.of());
        } catch (SQLException e) {
            return remedies(List.of());
        }
    }

    private static List<Way> ways(Session session, String ledgerSchema, String query, String name) throws SQLException {
        String ledger = Identifiers.qualified(ledgerSchema, "migration_run");
        return session.query(
                "SELECT w.what, o.oid::regrole::text, pg_has_role(session_user, o.oid, 'MEMBER'),"
                        + " has_schema_privilege(o.oid, ?, 'USAGE')"
                        + " AND has_table_privilege(o.oid, to_regclass(?), 'INSERT'),"
                        + " quote_ident(current_user), NOT o.rolsuper FROM (" + query
                        + ") AS w(what, owner) JOIN pg_roles o ON o.oid = w.owner",
                row -> new Way(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getBoolean(6)),
                ledgerSchema,
                ledger,
                name);
    }

    private static List<String> remedies(List<Way> ways) {
        if (ways.isEmpty()) {
            return List.of("run it as a role that may: role: ROLE in plumb.yml");
        }
        Way way = ways.getFirst();
        List<String> remedies = new ArrayList<>();
        if (!way.right().isEmpty()) {
            remedies.add("as " + way.owner() + " or a superuser: GRANT " + way.right() + " TO " + way.role());
        }
        if (way.member() && way.keeper()) {
            remedies.add("run migrations as " + way.owner() + ", who owns it: role: " + way.owner() + " in plumb.yml");
        } else if (way.member()) {
            remedies.add("let the migration begin with SET ROLE " + way.owner() + ", who owns it");
        } else if (way.grantable()) {
            remedies.add("GRANT " + way.owner() + " TO " + way.role() + ", which makes it a member of the owner");
        } else if (remedies.isEmpty()) {
            remedies.add("have " + way.owner() + ", who owns it, give it to " + way.role() + ": ALTER … OWNER TO "
                    + way.role());
        }
        return remedies;
    }
}
