package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class SqlFileTest {
    @TempDir
    Path directory;

    private Path file(String name, byte[] bytes) throws Exception {
        return Files.write(directory.resolve(name), bytes);
    }

    private Path file(String name, String text) throws Exception {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Replayed replay(Path file) {
        return new Replayer(Replayer.Shadows.embedded(18), note -> {}).file(file);
    }

    private static Problem problem(Path file) {
        return catchThrowableOfType(ProblemException.class, () -> replay(file).close())
                .problem();
    }

    @Test
    void aDumpOfAnotherVersion() throws Exception {
        Path dump = file("dump.sql", "-- " + UUID.randomUUID() + """

                \\restrict abc
                SET statement_timeout = 0;
                SET no_such_timeout = 0;
                SELECT pg_catalog.set_config('search_path', '', false);
                SET check_function_bodies = false;
                CREATE SCHEMA public;
                ALTER SCHEMA public OWNER TO app;
                CREATE TABLE public.users (
                    id integer NOT NULL
                );
                ALTER TABLE public.users OWNER TO app;
                COPY public.users (id) FROM stdin;
                1
                2
                \\.
                ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
                VACUUM public.users;
                CREATE INDEX CONCURRENTLY i ON public.users (id);
                BEGIN;
                CREATE TABLE public.both (id integer);
                COMMIT;
                \\unrestrict abc
                """);
        for (int run = 0; run < 2; run++) {
            try (Replayed replayed = replay(dump)) {
                assertThat(replayed.restored()).isEqualTo(run);
                assertThat(Folder.one(replayed, "SELECT count(*) FROM users")).isEqualTo("2");
                assertThat(replayed.originOf(Long.parseLong(
                                        Folder.one(replayed, "SELECT xmin FROM pg_class WHERE relname = 'users_pkey'")))
                                .toString())
                        .isEqualTo(dump + ":17:1");
                assertThat(replayed.originOf(Long.parseLong(
                                        Folder.one(replayed, "SELECT xmin FROM pg_class WHERE relname = 'both'")))
                                .toString())
                        .isEqualTo(dump + ":21:1");
                assertThat(replayed.notes())
                        .containsExactly(
                                dump + ":4:1: SET no_such_timeout = 0 was passed over: the embedded PostgreSQL "
                                        + Folder.one(replayed, "SHOW server_version") + " has no such setting",
                                dump + ":7:1: CREATE SCHEMA public was passed over: it exists from the start",
                                dump + ":8:1: role \"app\" does not exist on the shadow: it was made there, without a"
                                        + " login");
            }
        }
    }

    @Test
    void aFileThatIsNotSql() throws Exception {
        Problem problem = problem(file("README.md", "# Shop\n\nIt's a shop.\n'\n"));
        GoldenProblem.check(ProblemId.NOT_SQL, problem, Pattern.quote(directory + "/"), "");
    }

    @Test
    void filesThatHoldSqlInAnotherForm() throws Exception {
        Problem dump = problem(file("shop.dump", "PGDMP\u0001\u0010"));
        assertThat(dump.id()).isEqualTo(ProblemId.NOT_SQL);
        assertThat(dump.remedies().getFirst()).startsWith("pg_restore --schema-only --file=schema.sql '");
        Problem gzip = problem(file("shop.sql.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0}));
        assertThat(gzip.what()).endsWith("is not SQL: it is compressed by gzip");
        assertThat(problem(file("a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
                        .id())
                .isEqualTo(ProblemId.NOT_UTF8);
        assertThat(problem(directory).id()).isEqualTo(ProblemId.FILE_UNREADABLE);
        assertThat(problem(directory.resolve("none.sql")).id()).isEqualTo(ProblemId.FILE_UNREADABLE);
    }

    @Test
    void aFailureNamesTheStatement() throws Exception {
        Path file = file("s.sql", "CREATE TABLE a (id int);\nCREATE TABLE a (id int);\n");
        Problem problem = problem(file);
        assertThat(problem.what())
                .isEqualTo("statement 2 of 2 of " + file + " failed on the shadow: relation \"a\" already exists");
        assertThat(problem.at()).containsExactly(file + ":2:1");
    }

    @Test
    void anEmptyFileIsAnEmptySchema() throws Exception {
        try (Replayed replayed = replay(file("empty.sql", ""))) {
            assertThat(Folder.one(
                            replayed, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEqualTo("0");
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsNotOpened() throws Exception {
        Path pipe = pipe("schema.sql");
        assertThat(problem(pipe))
                .isEqualTo(Problem.of(
                                ProblemId.FILE_UNREADABLE,
                                "cannot read " + pipe + ": it is a pipe, a socket or a device, a file is expected")
                        .at(pipe.toString())
                        .state("nothing was run")
                        .remedy("write what comes from there into a file, such as schema.sql, then name that:"
                                + " sql:schema.sql"));
        assertThat(problem(Path.of("/dev/zero")).id()).isEqualTo(ProblemId.FILE_UNREADABLE);
        Path socket = directory.resolve("socket.sql");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            assertThat(problem(socket).id()).isEqualTo(ProblemId.FILE_UNREADABLE);
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeAmongMigrationsIsNotOpened() throws Exception {
        pipe("1_one.up.sql");
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> new Folder(directory).replay().close())
                        .problem()
                        .what())
                .endsWith("1_one.up.sql: it is a pipe, a socket or a device, a file is expected");
    }

    private Path pipe(String name) throws Exception {
        Path pipe = directory.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
