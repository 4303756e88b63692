package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * {@code REINDEX}, concurrent or of more than one table. It can be repeated, but a broken concurrent one leaves invalid copies
 * behind: {@code _ccnew} (never finished) and {@code _ccold} (replaced, not dropped); manual of PostgreSQL 18, REINDEX.
 */
record Reindex(Statement statement, String target, String name) implements AloneStatement {

    private static final String LEFTOVERS = """
            SELECT n.nspname, i.relname
            FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_class t ON t.oid = x.indrelid
            JOIN pg_namespace n ON n.oid = i.relnamespace
            WHERE NOT x.indisvalid AND i.relname ~ '_cc(new|old)[0-9]*$' AND n.nspname <> 'pg_toast'
              AND CASE ?
                    WHEN 'index' THEN t.oid = (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(?))
                    WHEN 'table' THEN t.oid = to_regclass(?)
                    WHEN 'schema' THEN n.oid = to_regnamespace(?)
                    ELSE true
                  END
            ORDER BY 1, 2
            """;

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement).skip(1);
        boolean concurrently = words.takeParenthesesWith("concurrently");
        String target = words.word();
        words.skip(1);
        concurrently |= words.take("concurrently");
        boolean several = target.equals("schema") || target.equals("database") || target.equals("system");
        if (!concurrently && !several) {
            return Optional.empty();
        }
        String name = words.name().map(TokenReader.Name::sql).orElse("");
        return Optional.of(new Reindex(statement, target, name));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        List<String> leftovers = session.query(
                LEFTOVERS, row -> Identifiers.qualified(row.getString(1), row.getString(2)), target, name, name, name);
        if (leftovers.isEmpty()) {
            return Verdict.redo("it can be repeated without harm, and it left no invalid copy behind");
        }
        return new Verdict.Redo(
                "it left " + String.join(", ", leftovers) + " behind",
                leftovers.stream()
                        .map(index -> "DROP INDEX CONCURRENTLY " + index)
                        .toList());
    }
}
