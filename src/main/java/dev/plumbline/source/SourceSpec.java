package dev.plumbline.source;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.db.ConnectionSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A SOURCE as a user types it. */
public sealed interface SourceSpec {
    /**
     * A live database.
     *
     * @param url as it was typed, and so with its password; empty for the configured one
     */
    record Database(Optional<String> url) implements SourceSpec {
        /** Without the url, which may hold a password. */
        @Override
        public String toString() {
            return "db:" + url.map(ConnectionSpec::redact).orElse("");
        }
    }

    /**
     * A migration directory, as it leaves an empty database.
     *
     * @param directory empty for the configured one
     */
    record Migrations(Optional<Path> directory) implements SourceSpec {}

    /** A file of SQL statements, such as a dump, as it leaves an empty database. */
    record SqlFile(Path file) implements SourceSpec {}

    /**
     * A kind of source.
     *
     * @param prefix  what stands before the colon
     * @param example how it is written, for messages
     * @param bare    what is taken for this kind without its prefix
     * @param spec    makes the source out of what follows the prefix
     */
    record Kind(String prefix, String example, Predicate<String> bare, Function<String, SourceSpec> spec) {}

    /** All kinds that can be read. */
    List<Kind> KINDS = List.of(
            new Kind(
                    "db",
                    "db:postgres://USER@HOST:5432/DATABASE",
                    Pattern.compile("(?i)(jdbc:)?postgres(ql)?(\\+\\w+)?:.*|embedded")
                            .asMatchPredicate(),
                    url -> new Database(Optional.of(url).filter(given -> !given.isEmpty()))),
            new Kind(
                    "migrations",
                    "migrations:DIR",
                    path -> Files.isDirectory(Path.of(path)),
                    path -> new Migrations(
                            Optional.of(path).filter(given -> !given.isEmpty()).map(Path::of))),
            new Kind("sql", "sql:FILE", path -> path.toLowerCase(Locale.ROOT).endsWith(".sql"), SourceSpec::file));

    private static SourceSpec file(String path) {
        // An empty path is the working directory.
        if (path.isBlank()) {
            throw Problem.of(ProblemId.SOURCE_UNKNOWN, "sql: names no file")
                    .remedy("a source is written sql:FILE, such as sql:schema.sql")
                    .exception();
        }
        return new SqlFile(Path.of(path));
    }

    /**
     * Reads a SOURCE.
     *
     * @throws ProblemException with {@code source-unknown}
     */
    static SourceSpec parse(String text) {
        String source = text.strip();
        if (source.matches("(?is)(db:)?sqlite:.*")) {
            throw Problem.of(
                            ProblemId.SOURCE_UNKNOWN,
                            "\"" + source + "\" is a SQLite database; only PostgreSQL is read")
                    .remedy("a source is written " + examples())
                    .exception();
        }
        for (Kind kind : KINDS) {
            String prefix = kind.prefix() + ":";
            if (source.startsWith(prefix)) {
                return kind.spec().apply(source.substring(prefix.length()));
            }
        }
        for (Kind kind : KINDS) {
            if (kind.bare().test(source)) {
                return kind.spec().apply(source);
            }
        }
        if (!source.contains(":") && Files.notExists(Path.of(source))) {
            throw Problem.of(ProblemId.SOURCE_UNKNOWN, "there is no file or directory \"" + source + "\"")
                    .remedy("a source is written " + examples(), "or db: for the configured database")
                    .exception();
        }
        if (!source.contains(":") && Files.isRegularFile(Path.of(source))) {
            throw Problem.of(
                            ProblemId.SOURCE_UNKNOWN, "the file \"" + source + "\" does not say by its name what it is")
                    .remedy("if it holds SQL statements: " + Shell.word("sql:" + source))
                    .exception();
        }
        throw Problem.of(
                        ProblemId.SOURCE_UNKNOWN,
                        "\"" + ConnectionSpec.redact(source) + "\" is not a source that can be read")
                .remedy("a source is written " + examples(), "or db: for the configured database")
                .exception();
    }

    private static String examples() {
        return KINDS.stream().map(Kind::example).collect(Collectors.joining(", "));
    }
}
