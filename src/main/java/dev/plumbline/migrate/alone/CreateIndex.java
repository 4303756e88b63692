package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Tokens;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code CREATE INDEX CONCURRENTLY}: done only where the index exists, is valid and is the one that was wanted; a broken build
 * leaves an invalid index that costs writes and serves no query.
 *
 * @param index the name in the statement, raw; empty where PostgreSQL chooses it
 * @param table the table as written
 */
record CreateIndex(Statement statement, Optional<TokenReader.Name> index, TokenReader.Name table)
        implements AloneStatement {

    private record Found(String oid, String name, boolean valid, boolean unique, String definition) {}

    // Named: the index of that name beside the table. Unnamed: those that came to the table since the intent.
    private static final String CANDIDATES = """
            SELECT x.indexrelid::text, n.nspname, i.relname, x.indisvalid, x.indisunique, pg_get_indexdef(x.indexrelid)
            FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_namespace n ON n.oid = i.relnamespace
            WHERE x.indrelid = to_regclass(?) AND CASE WHEN ? <> '' THEN i.relname = ? ELSE x.indexrelid::text <> ALL (?) END
            ORDER BY x.indexrelid
            """;

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement);
        words.take("create");
        words.take("unique");
        if (!words.takeAll("index", "concurrently")) {
            return Optional.empty();
        }
        words.takeAll("if", "not", "exists");
        Optional<TokenReader.Name> index = words.is("on") ? Optional.empty() : words.name();
        if (!words.take("on")) {
            return Optional.empty();
        }
        words.take("only");
        return words.name().map(table -> new CreateIndex(statement, index, table));
    }

    @Override
    public String before(Session session) throws SQLException {
        return session.text(
                        "SELECT string_agg(indexrelid::text, ',' ORDER BY indexrelid) FROM pg_index"
                                + " WHERE indrelid = to_regclass(?)",
                        table.sql())
                .orElse("");
    }

    @Override
    public Optional<String> unfinished(Session session) throws SQLException {
        return index.isEmpty()
                ? Optional.empty()
                : session.text(
                        "SELECT quote_ident(n.nspname) || '.' || quote_ident(i.relname) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
                                + " JOIN pg_namespace n ON n.oid = i.relnamespace"
                                + " WHERE x.indrelid = to_regclass(?) AND i.relname = ? AND NOT x.indisvalid",
                        table.sql(),
                        cut(index.get().last()));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        String wanted = index.map(TokenReader.Name::last).orElse("");
        List<Found> candidates = session.query(
                CANDIDATES,
                row -> new Found(
                        row.getString(1),
                        Identifiers.qualified(row.getString(2), row.getString(3)),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getString(6)),
                table.sql(),
                wanted,
                cut(wanted),
                Arrays.asList(before.split(",", -1)));
        if (candidates.isEmpty()) {
            return Verdict.redo("the index does not exist");
        }
        List<String> known = Arrays.asList(before.split(",", -1));
        List<Found> invalid =
                candidates.stream().filter(found -> !found.valid()).toList();
        // One that was there before is not ours to drop: somebody may be building it right now.
        for (Found found : invalid) {
            if (known.contains(found.oid())) {
                return new Verdict.Unknown(
                        "index " + found.name() + " is invalid, and was there before the statement ran");
            }
        }
        for (Found found : invalid) {
            Optional<String> builder = session.text(
                    "SELECT pid FROM pg_stat_progress_create_index WHERE index_relid = ?::oid AND pid <> pg_backend_pid()",
                    found.oid());
            if (builder.isPresent()) {
                return new Verdict.Unknown(
                        "index " + found.name() + " is being built right now by backend " + builder.get());
            }
        }
        if (!invalid.isEmpty()) {
            List<String> names = invalid.stream().map(Found::name).toList();
            return new Verdict.Redo(
                    "the build of index " + String.join(", ", names) + " broke off and left it invalid",
                    names.stream()
                            .map(name -> "DROP INDEX CONCURRENTLY " + name)
                            .toList());
        }
        return compare(session, candidates);
    }

    /** An identifier is cut to 63 bytes by the server; ASCII names are cut alike here. */
    private static String cut(String name) {
        byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (bytes.length <= 63) {
            return name;
        }
        int end = 63;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * PostgreSQL itself says what the statement means: the index is made on an empty temporary copy of the table, its definition
     * read, and all of it rolled back. The copy takes ACCESS SHARE on the table for a moment.
     */
    private Verdict compare(Session session, List<Found> candidates) throws SQLException {
        String wantedDefinition;
        boolean wantedUnique = statement.startsWith("create", "unique");
        session.execute("BEGIN");
        try {
            session.execute("CREATE TEMPORARY TABLE plumb_wanted (LIKE " + table.sql() + ") ON COMMIT DROP");
            session.execute(onTemporaryTable());
            wantedDefinition = session.text("SELECT pg_get_indexdef(indexrelid) FROM pg_index"
                            + " WHERE indrelid = 'pg_temp.plumb_wanted'::regclass")
                    .orElse("");
        } finally {
            session.rollback();
        }
        for (Found found : candidates) {
            if (found.unique() == wantedUnique && columns(found.definition()).equals(columns(wantedDefinition))) {
                return Verdict.done("index " + found.name() + " exists, is valid and is as wanted");
            }
        }
        Found other = candidates.getFirst();
        return new Verdict.Unknown("index " + other.name() + " exists and is valid, but is not the one wanted: found \""
                + columns(other.definition()) + "\", wanted \"" + columns(wantedDefinition) + "\"");
    }

    /** The statement without CONCURRENTLY, IF NOT EXISTS and its name, on the temporary copy. */
    private String onTemporaryTable() {
        Tokens tokens = statement.tokens();
        int rest =
                tokens.get(tokens.has(table.to()) ? table.to() : table.to() - 1).start();
        return "CREATE " + (statement.startsWith("create", "unique") ? "UNIQUE " : "")
                + "INDEX ON pg_temp.plumb_wanted " + statement.text().substring(rest);
    }

    /** A definition from USING on: what does not name the index or its table. */
    private static String columns(String definition) {
        int using = definition.indexOf(" USING ");
        return using < 0 ? definition : definition.substring(using + 1);
    }
}
