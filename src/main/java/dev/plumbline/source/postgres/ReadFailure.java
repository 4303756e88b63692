package dev.plumbline.source.postgres;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Identifiers;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a catalog could not be read. */
final class ReadFailure {
    /** What the catalog's functions say of an object that somebody drops meanwhile, and a standby of rows cleaned up on its primary. */
    private static final Set<String> PASSING = Set.of("XX000", "42P01", "42703", "42704", "42883", "40001");

    /** In English; in another language the message itself must do. */
    private static final Pattern DENIED =
            Pattern.compile("permission denied for (?:table|view|relation|(?<function>function)) (?<name>pg_.+)");

    private static final String UNTOUCHED = "nothing was changed";

    private ReadFailure() {}

    /** Whether reading all anew may help. */
    static boolean mayPass(SqlFailure failure) {
        return PASSING.contains(failure.sqlState());
    }

    static Problem of(SqlFailure failure, String source) {
        if (failure.isConnectionLost()) {
            return Problem.of(
                            ProblemId.CONNECTION_LOST,
                            "the connection broke while the catalog was read: " + failure.message())
                    .at(source)
                    .state(UNTOUCHED)
                    .remedy("look whether the server runs, then run the same command again");
        }
        if (failure.isCancelled()) {
            return Problem.of(
                            ProblemId.STATEMENT_CANCELLED,
                            "the server stopped reading the catalog: " + failure.message())
                    .at(source)
                    .state(UNTOUCHED)
                    .remedy(
                            "if it was statement_timeout: raise it in plumb.yml, or for the role with ALTER ROLE … SET");
        }
        return unreadable(failure.message(), source).remedy(remedies(failure));
    }

    /** Objects vanished in every attempt. */
    static Problem changing(String source) {
        return unreadable("the schema was changed while it was read, and each time it was read again", source)
                .remedy("wait until nobody migrates it, then run the same command again");
    }

    private static Problem unreadable(String why, String source) {
        return Problem.of(ProblemId.CATALOG_UNREADABLE, "the catalog cannot be read: " + why)
                .at(source)
                .state(UNTOUCHED);
    }

    /** The server has no field for what was refused, only the words of its message. */
    private static String granting(String message) {
        Matcher denied = DENIED.matcher(message);
        if (!denied.matches()) {
            return ", on what the message names";
        }
        String name = denied.group("name");
        if (denied.group("function") == null) {
            return ": GRANT SELECT ON pg_catalog." + Identifiers.quote(name) + " TO PUBLIC";
        }
        // It is named without its arguments, and may be one of several.
        return ", in psql: SELECT format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc"
                + " WHERE proname = " + Identifiers.quoteLiteral(name)
                + " AND pronamespace = 'pg_catalog'::regnamespace \\gexec";
    }

    private static String[] remedies(SqlFailure failure) {
        return switch (failure.sqlState()) {
            case "42501" ->
                new String[] {
                    "as an administrator give back what every role has by default" + granting(failure.message())
                };
            case "55P03" ->
                new String[] {
                    "somebody holds ACCESS EXCLUSIVE on a table; see who: SELECT pid, query FROM pg_stat_activity a"
                            + " JOIN pg_locks l USING (pid) WHERE l.mode = 'AccessExclusiveLock'",
                    "then run the same command again, or raise lock_timeout in plumb.yml"
                };
            case "40001" ->
                new String[] {
                    "a standby cancels what holds its primary's changes back: read from the primary,"
                            + " or set hot_standby_feedback = on"
                };
            default ->
                new String[] {
                    "if the schema is being changed now: wait, then run the same command again",
                    "if it is not, the catalog may be damaged: pg_amcheck --schema pg_catalog DATABASE"
                };
        };
    }
}
