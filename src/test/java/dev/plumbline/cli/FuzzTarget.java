package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FuzzBytes;
import dev.plumbline.ProblemException;
import dev.plumbline.config.Config;
import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.source.SourceSpec;
import dev.plumbline.sql.Canonical;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What is given random input. */
enum FuzzTarget {
    SCRIPT(300) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) {
            byte[] bytes = corpus.next(random);
            tried.append(shown(bytes));
            SourceText source = SourceText.of("a.sql", bytes);
            Script script = Splitter.split(random.nextBoolean() ? source : source.expand(Map.of("x", "'", "y", "1")));
            assertThat(Canonical.of(script).statements()).hasSameSizeAs(script.statements());
        }
    },
    DIRECTORY(100) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
            Path directory = ground.directory(random, corpus, tried.append("migrations/\n"));
            Optional<String> layout =
                    random.nextBoolean() ? Optional.empty() : Optional.of(LAYOUTS.get(random.nextInt(LAYOUTS.size())));
            MigrationDirectory read = MigrationDirectory.read(directory, layout);
            assertThat(read.onEmptyDatabase())
                    .hasSizeLessThanOrEqualTo(read.migrations().size());
        }
    },
    CONFIG(100) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
            byte[] bytes = corpus.next(random);
            tried.append(shown(bytes));
            Path directory = ground.emptied("config");
            Files.write(directory.resolve("plumb.yml"), bytes);
            assertThat(Config.load(Optional.empty(), directory, Map.of()).file())
                    .isPresent();
        }
    },
    SOURCE(100) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) {
            String text = argument(random, corpus);
            tried.append("SOURCE \"").append(text).append('"');
            assertThat(SourceSpec.parse(text)).isNotNull();
            assertThat(ConnectionSpec.parse(text, Map.of()).display()).isNotNull();
        }
    },
    COMMAND(3) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
            Path directory = ground.directory(random, corpus, tried);
            String from = random.nextBoolean() ? argument(random, corpus) : "migrations:" + directory;
            List<List<String>> commands = List.of(
                    List.of("status", "--json", directory.toString()),
                    List.of("apply", "--dry-run", directory.toString()),
                    List.of("inspect", from),
                    List.of("diff", from, argument(random, corpus)));
            run(tried, ground, commands.get(random.nextInt(commands.size())));
        }
    },
    APPLY(2) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
            run(
                    tried,
                    ground,
                    List.of(
                            "apply",
                            "--lock-timeout",
                            "1s",
                            ground.directory(random, corpus, tried).toString()));
        }
    },
    REPLAY(1) {
        @Override
        void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
            byte[] bytes = corpus.next(random);
            tried.append(shown(bytes)).append('\n');
            Path file = ground.emptied("files").resolve("schema.sql");
            Files.write(file, bytes);
            run(tried, ground, List.of("inspect", "sql:" + file, "--json"));
        }
    };

    private static final List<String> LAYOUTS = List.of("up-down", "flyway", "prisma", "diesel", "none");

    private final int weight;

    FuzzTarget(int weight) {
        this.weight = weight;
    }

    /** Those that take a server's time come seldom. */
    static FuzzTarget of(Random random) {
        int all = 0;
        for (FuzzTarget target : values()) {
            all += target.weight;
        }
        int at = random.nextInt(all);
        for (FuzzTarget target : values()) {
            at -= target.weight;
            if (at < 0) {
                return target;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    /** Throws nothing, whatever comes; {@code tried} says what came. */
    final void attempt(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException {
        try {
            read(random, corpus, ground, tried);
        } catch (ProblemException e) {
            assertThat(e.problem().what()).isNotBlank();
            assertThat(e.problem().remedies()).isNotEmpty();
        }
    }

    abstract void read(Random random, FuzzBytes corpus, FuzzGround ground, StringBuilder tried) throws IOException;

    static String shown(byte[] bytes) {
        return "Base64 "
                + Base64.getEncoder().encodeToString(bytes.length > 20_000 ? Arrays.copyOf(bytes, 20_000) : bytes);
    }

    /** What can be typed: no NUL, and no half of a character. */
    static String argument(Random random, FuzzBytes corpus) {
        String[] starts = {
            "", "db:", "migrations:", "sql:", "postgres://", "db:postgres://u:p@", "jdbc:postgresql:", "x.sql"
        };
        String text = starts[random.nextInt(starts.length)] + corpus.text(random);
        String typed = text.substring(0, Math.min(text.length(), random.nextInt(80)));
        return new String(typed.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void run(StringBuilder tried, FuzzGround ground, List<String> arguments) throws IOException {
        Path config = ground.emptied("work").resolve("plumb.yml");
        Files.writeString(config, "statement_timeout: 5s\n");
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--config", config.toString()));
        tried.append("plumb ").append(String.join(" ", all)).append('\n');
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        String url = ground.newDatabase();
        int exitCode = Main.run(
                new Terminal(out::append, err::append), Map.of("DATABASE_URL", url), all.toArray(String[]::new));
        ground.drop(url);
        assertThat(err.toString()).doesNotContain("\n\tat ").doesNotContain("this is a bug");
        assertThat(exitCode).isBetween(0, 4);
    }
}
