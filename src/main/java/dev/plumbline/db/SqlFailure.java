package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a server's or driver's error means, by its SQLSTATE (PostgreSQL 18 manual, appendix A).
 *
 * @param sqlState  five characters; {@code 08006} where the connection broke without a word
 * @param message   the server's message
 * @param detail    its DETAIL, or empty
 * @param hint      its HINT, or empty
 * @param context   its CONTEXT (the PL/pgSQL line), or empty
 * @param position  1-based position in characters in the statement that was sent, or 0
 */
public record SqlFailure(String sqlState, String message, String detail, String hint, String context, int position) {

    public static SqlFailure of(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String state = e.getSQLState() == null ? "08006" : e.getSQLState();
        if (server == null) {
            return new SqlFailure(state, firstLine(e.getMessage()), "", "", "", 0);
        }
        return new SqlFailure(
                state,
                text(server.getMessage()),
                text(server.getDetail()),
                text(server.getHint()),
                text(server.getWhere()),
                server.getPosition());
    }

    /** The failure of a statement that was sent after {@code characters} others in one text. */
    public SqlFailure after(int characters) {
        return new SqlFailure(sqlState, message, detail, hint, context, Math.max(0, position - characters));
    }

    /** A prepared statement is gone. */
    public boolean isPreparedLost() {
        return sqlState.equals("26000");
    }

    /** The lock could not be had in time, or two transactions waited for each other: worth trying again. */
    public boolean isLockTrouble() {
        return sqlState.equals("55P03") || sqlState.equals("40P01") || sqlState.equals("40001");
    }

    /** The statement refuses to share a transaction. */
    public boolean isTransactionRefused() {
        return sqlState.equals("25001");
    }

    /** An enum value was used in the transaction that added it. */
    public boolean isUnsafeEnumValue() {
        return sqlState.equals("55P04");
    }

    /** The server or the network went away; what happened to an open transaction must be asked on a new connection. */
    public boolean isConnectionLost() {
        return sqlState.startsWith("08") || sqlState.startsWith("57P");
    }

    /** Somebody cancelled the statement, or its time ran out. */
    public boolean isCancelled() {
        return sqlState.equals("57014");
    }

    /** The lines under a statement: message, detail, hint, context, each where there is one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("ERROR " + sqlState + ": " + message);
        add(lines, "DETAIL: ", detail);
        add(lines, "HINT: ", hint);
        add(lines, "CONTEXT: ", context);
        return lines;
    }

    private static void add(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            String[] parts = text.split("\n", -1);
            lines.add(label + parts[0]);
            for (int i = 1; i < parts.length; i++) {
                lines.add(" ".repeat(label.length()) + parts[i]);
            }
        }
    }

    /** Why no session could be opened, and what to do about it. */
    static Problem connecting(SQLException e, Database database) {
        SqlFailure failure = of(e);
        String place = database.spec().display();
        String state = failure.sqlState;
        return switch (state) {
            case "28P01", "28000" ->
                Problem.of(ProblemId.LOGIN_REFUSED, "the server refused the login: " + failure.message)
                        .at(place)
                        .remedy("check user and password: in the URL, PGUSER and PGPASSWORD, or ~/.pgpass (mode 0600)");
            case "08004" ->
                Problem.of(ProblemId.LOGIN_REFUSED, "the server wants a password and none was given")
                        .at(place)
                        .remedy("set PGPASSWORD, or add a line to ~/.pgpass (mode 0600)");
            case "3D000" ->
                Problem.of(ProblemId.DATABASE_MISSING, failure.message)
                        .at(place)
                        .remedy("createdb " + database.spec().database() + ", or correct the name in the URL");
            case "53300" ->
                Problem.of(ProblemId.SERVER_NOT_READY, "the server has no free connection: " + failure.message)
                        .at(place)
                        .remedy("close a session, or raise max_connections; Plumbline needs two at most");
            case "57P03", "57P01", "57P02" ->
                Problem.of(ProblemId.SERVER_NOT_READY, "the server takes no connections now: " + failure.message)
                        .at(place)
                        .remedy("wait until it is up, then run the same command again");
            case "42501", "22023", "42704" ->
                Problem.of(ProblemId.SESSION_REFUSED, "the server refused the session's settings: " + failure.message)
                        .at(place)
                        .remedy(database.role()
                                .map(role -> "GRANT \"" + role + "\" TO the login user, or correct role: in plumb.yml")
                                .orElse("check lock_timeout and statement_timeout in plumb.yml"));
            default ->
                Problem.of(ProblemId.SERVER_UNREACHABLE, "cannot reach the server: " + reason(e, failure))
                        .at(place)
                        .remedy("check host and port, and that the server runs: pg_isready -h HOST -p PORT");
        };
    }

    private static String reason(SQLException e, SqlFailure failure) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.UnknownHostException) {
                return "the host name " + cause.getMessage() + " is not known";
            }
            if (cause instanceof java.net.SocketTimeoutException) {
                return "no answer in time (connect_timeout)";
            }
            if (cause instanceof java.net.ConnectException) {
                return "the connection was refused";
            }
        }
        return failure.message;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
