package dev.plumbline.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern EXTENSION = Pattern.compile(
            "extension \"([^\"]+)\" is not available|could not open extension control file \".*/(.+)\\.control\"");

    private static final Pattern ROLE = Pattern.compile("role \"(.+)\" does not exist");

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

    /** The same failure with other words. */
    public SqlFailure reworded(UnaryOperator<String> words) {
        return new SqlFailure(
                sqlState, words.apply(message), words.apply(detail), words.apply(hint), words.apply(context), position);
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

    /** The role that the statement names and the server does not have. */
    public Optional<String> missingRole() {
        Matcher matcher = ROLE.matcher(message);
        boolean state = sqlState.equals("42704") || sqlState.equals("22023");
        return state && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The extension that the statement names and the server does not have. */
    public Optional<String> missingExtension() {
        Matcher matcher = EXTENSION.matcher(message);
        return matcher.find()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
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

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
