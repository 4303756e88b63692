package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.shadow.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files for an older server are read and planned in its version. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetVersionTest {
    private static final String FILES = """
            >>> migrations/1_users.up.sql
            CREATE TABLE users (id int PRIMARY KEY, mail text);
            <<<

            >>> wanted.sql
            CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL);
            <<<

            """;

    @TempDir
    Path directory;

    private final AtomicInteger databases = new AtomicInteger();
    private EmbeddedServer server;

    @BeforeAll
    void start() {
        try {
            server = EmbeddedServer.start(EmbeddedServer.Options.throwaway().withMajor(15));
        } catch (ProblemException e) {
            if (e.problem().id() == ProblemId.SHADOW_VERSION_UNAVAILABLE) {
                abort("no repository can be reached: " + e.problem().what());
            }
            throw e;
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void whatIsPlannedForAnOlderServerRunsThere() throws Exception {
        assertThat(run("""
                $ plumb plan migrations wanted.sql
                $ plumb apply migrations --quiet
                $ plumb diff db: wanted.sql
                """)).isEqualTo("""
                $ plumb plan migrations wanted.sql
                migrations/2_change_nullability_of_column_users_mail.up.sql
                migrations/2_change_nullability_of_column_users_mail.down.sql
                migrations/3_validate_column_users_mail.up.sql
                migrations/3_validate_column_users_mail.down.sql
                planned for PostgreSQL 15
                next: plumb apply migrations

                $ plumb apply migrations --quiet
                3 migrations applied to postgres://plumb@server/shop in <time>; the schema is at 3
                longest lock: ACCESS EXCLUSIVE on public.users for <time> (blocks reads and writes)

                $ plumb diff db: wanted.sql
                From  postgres://plumb@server/shop (PostgreSQL 15)
                To    wanted.sql (PostgreSQL 15)

                no difference
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ plumb diff migrations wanted.sql --url {url}\n",
                "$ DATABASE_URL={url} plumb diff migrations wanted.sql\n",
                ">>> plumb.yml\nurl: THE_URL\n<<<\n\n$ plumb diff migrations wanted.sql --no-url\n"
            })
    void theServerIsNamedByOptionVariableOrFile(String command) throws Exception {
        assertThat(run(command)).endsWith("""
                From  migrations (PostgreSQL 15)
                To    wanted.sql (PostgreSQL 15)

                    change nullability of  column public.users.mail  not null  wanted.sql:1:1

                1 change

                -- ACCESS EXCLUSIVE on public.users for a moment
                ALTER TABLE public.users ADD CONSTRAINT plumb_nn_mail CHECK (mail IS NOT NULL) NOT VALID;
                -- SHARE UPDATE EXCLUSIVE on public.users while all its rows are read
                ALTER TABLE public.users VALIDATE CONSTRAINT plumb_nn_mail;
                -- ACCESS EXCLUSIVE on public.users for a moment
                ALTER TABLE public.users ALTER COLUMN mail SET NOT NULL;
                -- ACCESS EXCLUSIVE on public.users for a moment
                ALTER TABLE public.users DROP CONSTRAINT plumb_nn_mail;
                """);
    }

    @Test
    void oneSourceIsReadInItsVersionToo() throws Exception {
        assertThat(run("$ plumb inspect wanted.sql\n")).contains("wanted.sql  PostgreSQL 15  (owner");
    }

    @Test
    void downScriptsAreOfItsVersion() throws Exception {
        assertThat(run("""
                >>> migrations/2_not_null.up.sql
                ALTER TABLE users ALTER mail SET NOT NULL;
                <<<

                >>> migrations/3_nullable.up.sql
                ALTER TABLE users ALTER mail DROP NOT NULL;
                <<<

                $ plumb down migrations --quiet
                $ cat migrations/3_nullable.down.sql
                """)).endsWith("""
                $ cat migrations/3_nullable.down.sql
                -- No row may break this. To find those that do:
                --   SELECT * FROM public.users WHERE mail IS NULL LIMIT 10;
                ALTER TABLE public.users ADD CONSTRAINT plumb_nn_mail CHECK (mail IS NOT NULL) NOT VALID;

                ALTER TABLE public.users VALIDATE CONSTRAINT plumb_nn_mail;

                ALTER TABLE public.users ALTER COLUMN mail SET NOT NULL;

                ALTER TABLE public.users DROP CONSTRAINT plumb_nn_mail;
                """);
    }

    @Test
    void whatWasPlannedForANewerServerSaysSoWhereItDoesNotRun() throws Exception {
        assertThat(run("""
                >>> named.sql
                CREATE TABLE users (id int PRIMARY KEY, mail text);
                CREATE TABLE kinds (kind text, CONSTRAINT said NOT NULL kind);
                <<<

                $ plumb plan migrations named.sql --no-url --quiet
                $ plumb apply migrations --quiet
                """)).endsWith("""
                $ plumb apply migrations --quiet
                statement-failed: statement 1 of 1 of migration 2 create_table_kinds failed: syntax error at or near "NOT"
                  at     migrations/2_create_table_kinds.up.sql:3:21
                            3 |     CONSTRAINT said NOT NULL kind
                              |                     ^
                         ERROR 42601: syntax error at or near "NOT"
                  state  rolled back: nothing of 2 create_table_kinds is in the database
                  do     correct migrations/2_create_table_kinds.up.sql, then plumb apply migrations
                         or it is SQL of a later version, which this server's PostgreSQL 15 does not know: files planned without --url, DATABASE_URL or shadow: {version: 15} in plumb.yml are for PostgreSQL 18; remove them, and plan again with one of these
                exit 3
                """);
    }

    @Test
    void theConfiguredVersionComesFirst() throws Exception {
        Files.writeString(directory.resolve("plumb.yml"), "shadow: {version: 18}\n");
        assertThat(run("$ plumb diff migrations wanted.sql\n")).contains("To    wanted.sql (PostgreSQL 18)");
    }

    private String run(String commands) throws Exception {
        String name = "target" + databases.incrementAndGet();
        try (Connection connection = TestServer.connect(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        String url = server.url(name);
        return new CliScript(directory, url)
                .run(FILES + commands.replace("THE_URL", url))
                .substring(FILES.length());
    }
}
