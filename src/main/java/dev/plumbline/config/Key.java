package dev.plumbline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys of plumb.yml, each with its type, its default and its meaning. Messages, validation and the table in
 * docs/configuration.md are made from this list; a dot in a name stands for a map in the file.
 */
enum Key {
    URL("url", Type.EXPANDED, "", "Address of the database, where neither `--url` nor `DATABASE_URL` gives one."),
    MIGRATIONS("migrations", Type.PATH, "", "The migration directory, as seen from the directory of this file."),
    LAYOUT("layout", Type.LAYOUT, "recognised", "How the migration files are named, where the files do not show it."),
    LEDGER_SCHEMA("ledger_schema", Type.TEXT, "`plumb`", "Schema that holds the ledger of what was applied."),
    ROLE("role", Type.EXPANDED, "the login's", "Role that runs the migrations, and owns what they create."),
    LOCK_TIMEOUT("lock_timeout", Type.LOCK_WAIT, "`4s`", "How long a statement may wait for a lock."),
    STATEMENT_TIMEOUT("statement_timeout", Type.DURATION, "`0`", "How long a statement may run; `0` is no limit."),
    LOCK_RETRIES(
            "lock_retries", Type.COUNT, "`10`", "How often a transaction that lost against a lock is tried again."),
    CONCURRENT_BUDGET(
            "concurrent_budget",
            Type.DURATION,
            "`1h`",
            "How long a statement outside a transaction may take, its waits included; `0` is no limit."),
    WAIT("wait", Type.DURATION, "`10min`", "How long to wait for another runner; `0` is not at all."),
    PLACEHOLDERS("placeholders", Type.TEXTS, "", "What `${name}` stands for in SQL files."),
    SHADOW_URL("shadow.url", Type.EXPANDED, "`embedded`", "Server for the throwaway databases."),
    SHADOW_VERSION(
            "shadow.version",
            Type.MAJOR,
            "the target's, or `18`",
            "Version of the embedded PostgreSQL, `15` to `18`, where no source is `db:`."),
    LINT_RULES(
            "lint.rules",
            Type.TEXTS,
            "",
            "By the id of a rule of `plumb lint`: `error`, `warning`, `info`, `on` or `off`."),
    LINT_NAMES(
            "lint.names",
            Type.TEXTS,
            "",
            "Patterns that whole names must match: `file`, `table`, `column`, `index`, `constraint`, `partition`; `{table}` is the table's name."),
    MAX_EXCLUSIVE_LOCK(
            "max_exclusive_lock",
            Type.DURATION,
            "`0`",
            "How long one lock may keep readers and writers out of a table in a rehearsal; `0` is no limit."),
    MAX_WINDOW(
            "max_window",
            Type.DURATION,
            "`10min`",
            "How long all migrations together may take in a rehearsal; `0` is no limit."),
    MAX_ROLLBACK(
            "max_rollback",
            Type.DURATION,
            "`1min`",
            "How long rolling all of them back may take in a rehearsal; `0` is no limit."),
    ;

    private final String path;
    private final Type type;
    private final String fallback;
    private final String meaning;

    Key(String path, Type type, String fallback, String meaning) {
        this.path = path;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** Such as {@code lock_timeout} or {@code shadow.url}. */
    String path() {
        return path;
    }

    Type type() {
        return type;
    }

    /** What applies where the key is left out, in Markdown; may be empty. */
    String fallback() {
        return fallback;
    }

    /** One sentence of Markdown. */
    String meaning() {
        return meaning;
    }

    static Optional<Key> at(String path) {
        return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    /** Whether the path is a map that holds keys. */
    static boolean isGroup(String path) {
        return Arrays.stream(values()).anyMatch(key -> key.path.startsWith(path + "."));
    }

    /**
     * What can be written in a map of the file.
     *
     * @param prefix empty for the file itself, {@code shadow.} for that map
     */
    static List<String> names(String prefix) {
        return Arrays.stream(values())
                .filter(key -> key.path.startsWith(prefix))
                .map(key -> key.path.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .toList();
    }
}
