package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code REINDEX}, concurrent or of more than one table. It can be repeated, but a broken concurrent one leaves invalid copies
 * behind: {@code _ccnew} (never finished) and {@code _ccold} (replaced, not dropped); manual of PostgreSQL 18, REINDEX. Those that
 * were there before are somebody else's, and so are those of a table that another session is building indexes of.
 */
record Reindex(Statement statement, String target, String name) implements AloneStatement {

    // A table's own indexes, those of its TOAST table and of its partitions.
    private static final String LEFTOVERS = """
            WITH target AS (
              SELECT CASE ?
                  WHEN 'index' THEN (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(?))
                  WHEN 'table' THEN to_regclass(?)::oid
                END AS relation, to_regnamespace(?)::oid AS namespace, ? AS kind
            )
            SELECT x.indexrelid::text, n.nspname, i.relname,
              EXISTS (SELECT FROM pg_stat_progress_create_index p
                      WHERE p.pid <> pg_backend_pid() AND p.relid IN (x.indrelid, t.oid))
            FROM target
            CROSS JOIN pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_namespace n ON n.oid = i.relnamespace
            LEFT JOIN pg_class toasted ON toasted.reltoastrelid = x.indrelid
            JOIN pg_class t ON t.oid = coalesce(toasted.oid, x.indrelid)
            WHERE NOT x.indisvalid AND i.relname ~ '_cc(new|old)[0-9]*$'
              AND CASE kind
                    WHEN 'index' THEN t.oid = relation OR t.oid IN (SELECT relid FROM pg_partition_tree(relation))
                    WHEN 'table' THEN t.oid = relation OR t.oid IN (SELECT relid FROM pg_partition_tree(relation))
                    WHEN 'schema' THEN t.relnamespace = namespace
                    ELSE true
                  END
            ORDER BY 2, 3
            """;

    private record Leftover(String oid, String name, boolean inWork) {}

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

    private List<Leftover> leftovers(Session session) throws SQLException {
        return session.query(
                LEFTOVERS,
                row -> new Leftover(
                        row.getString(1), Identifiers.qualified(row.getString(2), row.getString(3)), row.getBoolean(4)),
                target,
                name,
                name,
                name,
                target);
    }

    /** The copies that others left. */
    @Override
    public String before(Session session) throws SQLException {
        return leftovers(session).stream().map(Leftover::oid).collect(Collectors.joining(","));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        Set<String> known = Set.of(before.split(",", -1));
        List<String> leftovers = leftovers(session).stream()
                .filter(leftover -> !known.contains(leftover.oid()) && !leftover.inWork())
                .map(Leftover::name)
                .toList();
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
