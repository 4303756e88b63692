package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.Optional;

/** A statement that runs outside of any transaction, so that its result is recorded after it and a crash can fall between. */
public sealed interface AloneStatement
        permits CreateIndex, DropIndex, Reindex, DetachPartition, CreateObject, DropObject, Repeatable, Opaque {

    Statement statement();

    /** What to remember of the catalog before the statement runs; kept with the intent. */
    default String before(Session session) throws SQLException {
        return "";
    }

    /**
     * Decides from the catalog what became of the statement. No backend may be running it any more.
     *
     * @param before what {@link #before} returned
     */
    Verdict judge(Session session, String before) throws SQLException;

    /**
     * What the statement was to make and is there without being of use, although the server reported success: {@code IF NOT EXISTS}
     * is content with an invalid index.
     */
    default Optional<String> unfinished(Session session) throws SQLException {
        return Optional.empty();
    }

    /** The statement as one that must run alone; empty for those that a transaction takes (PostgreSQL 18 manual, part VI). */
    static Optional<AloneStatement> recognise(Statement statement) {
        // Nearly all are told apart by their first word, without looking at their tokens.
        return switch (statement.firstWord()) {
            case "create" -> create(statement, new TokenReader(statement));
            case "drop" -> drop(statement, new TokenReader(statement));
            case "reindex" -> Reindex.parse(statement);
            case "alter" -> alter(statement, new TokenReader(statement));
            case "vacuum", "discard" ->
                // Of the DISCARD forms only ALL is refused.
                statement.startsWith("discard") && !statement.startsWith("discard", "all")
                        ? Optional.empty()
                        : Optional.of(new Repeatable(statement));
            case "commit", "rollback" ->
                statement.startsWith(statement.firstWord(), "prepared")
                        ? Optional.of(new Opaque(statement))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Any statement that the server itself refused inside a transaction. */
    static AloneStatement of(Statement statement) {
        Optional<AloneStatement> known = recognise(statement);
        if (known.isPresent()) {
            return known.get();
        }
        boolean repeatable = statement.startsWith("cluster")
                || statement.startsWith("reindex")
                || statement.startsWith("analyze")
                || statement.startsWith("refresh")
                || statement.startsWith("alter", "subscription");
        if (statement.startsWith("create", "subscription")) {
            return CreateObject.parse(statement).orElseGet(() -> new Opaque(statement));
        }
        if (statement.startsWith("drop", "subscription")) {
            return DropObject.parse(statement).orElseGet(() -> new Opaque(statement));
        }
        return repeatable ? new Repeatable(statement) : new Opaque(statement);
    }

    private static Optional<AloneStatement> create(Statement statement, TokenReader words) {
        if (words.skip(1).is("database") || words.is("tablespace")) {
            return CreateObject.parse(statement);
        }
        return CreateIndex.parse(statement);
    }

    private static Optional<AloneStatement> drop(Statement statement, TokenReader words) {
        if (words.skip(1).is("database") || words.is("tablespace")) {
            return DropObject.parse(statement);
        }
        return DropIndex.parse(statement);
    }

    private static Optional<AloneStatement> alter(Statement statement, TokenReader words) {
        if (words.skip(1).is("system")) {
            return Optional.of(new Repeatable(statement));
        }
        if (words.is("database")) {
            words.skip(1).name();
            return words.take("set") && words.take("tablespace")
                    ? Optional.of(new Repeatable(statement))
                    : Optional.empty();
        }
        return words.is("table") ? DetachPartition.parse(statement) : Optional.empty();
    }
}
