package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import dev.plumbline.source.postgres.CatalogReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class ReplayTest {
    private static final String XMIN_OF_COLUMN =
            "SELECT xmin::text FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname = '%s'";

    @TempDir
    Path directory;

    private Problem problem(Folder folder) {
        return catchThrowableOfType(
                        ProblemException.class, () -> folder.replay().close())
                .problem();
    }

    @Test
    void everyStatementOwnsWhatItWrote() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_users.up.sql", "CREATE TABLE users (id int);\n\n  ALTER TABLE users ADD email text;\n")
                .file("2_more.up.sql", """
                        CREATE INDEX CONCURRENTLY users_id ON users (id);
                        DO $$ BEGIN
                          BEGIN CREATE TABLE inner1 (a int); EXCEPTION WHEN others THEN NULL; END;
                          CREATE TABLE inner2 (a int);
                        END $$;
                        CREATE TABLE after (a int);
                        """);
        for (int run = 0; run < 2; run++) {
            try (Replayed replayed = folder.replay()) {
                assertThat(replayed.restored()).isEqualTo(run == 0 ? 0 : 2);
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("users", "id")))
                        .isEqualTo("1_users.up.sql:2:1");
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("users", "email")))
                        .isEqualTo("1_users.up.sql:4:3");
                assertThat(folder.origin(
                                replayed, "SELECT xmin::text FROM pg_index WHERE indexrelid = 'users_id'::regclass"))
                        .isEqualTo("2_more.up.sql:2:1");
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("inner1", "a")))
                        .isEqualTo("2_more.up.sql:3:1");
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("inner2", "a")))
                        .isEqualTo("2_more.up.sql:3:1");
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("after", "a")))
                        .isEqualTo("2_more.up.sql:7:1");
                assertThat(folder.origin(replayed, XMIN_OF_COLUMN.formatted("pg_class", "oid")))
                        .isEqualTo(directory.toString());
                assertThat(Folder.one(replayed, "SELECT count(*) FROM pg_namespace WHERE nspname = 'plumb_replay'"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void whatOnlyPointsToATableDoesNotOwnIt() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_users.up.sql", "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE named (id int);\n")
                .file("2_orders.up.sql", """
                        CREATE TABLE orders (by int REFERENCES users);
                        CREATE TABLE more () INHERITS (users);
                        CREATE INDEX named_id ON named (id);
                        """)
                .file("3_named.up.sql", "ALTER TABLE named SET (fillfactor = 50);\n");
        try (Replayed replayed = folder.replay()) {
            Schema schema = CatalogReader.read(replayed.database(), "test", "plumb", replayed::originOf);
            assertThat(schema.all(Table.class))
                    .extracting(table ->
                            table.name().name() + table.origin().toString().replace(directory.toString(), ""))
                    .containsExactlyInAnyOrder(
                            "users/1_users.up.sql:2:1",
                            "named/3_named.up.sql:2:1",
                            "orders/2_orders.up.sql:2:1",
                            "more/2_orders.up.sql:3:1");
        }
    }

    @Test
    void statementsThatTransactionsRefuseOrSavepointsDo() throws Exception {
        Folder folder = new Folder(directory)
                .file(
                        "1_a.up.sql",
                        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nCREATE TYPE mood AS ENUM ('sad');\n"
                                + "CREATE TABLE t (id int, m mood);")
                .file("2_b.up.sql", "ALTER TYPE mood ADD VALUE 'ok';\nINSERT INTO t VALUES (1, 'ok');")
                .file("3_c.up.sql", "BEGIN;\nCOPY t (id) FROM stdin;\n2\n3\n\\.\nCREATE TABLE u (id int);\nCOMMIT;")
                .file("4_d.up.sql", "SAVEPOINT mine;\nCREATE TABLE gone (id int);\nROLLBACK TO mine;\nRELEASE mine;")
                .file("5_e.up.sql", "VACUUM t;\nSET search_path = nowhere;\nCREATE TABLE public.v (id int);")
                .file(
                        "6_f.up.sql",
                        "CREATE TABLE w (id int);\nDISCARD TEMP;\nSELECT set_config('role', 'none', true);");
        try (Replayed replayed = folder.replay()) {
            assertThat(Folder.one(
                            replayed,
                            "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE"
                                    + " relnamespace = 'public'::regnamespace AND relkind = 'r'"))
                    .isEqualTo("t u v w");
            assertThat(Folder.one(replayed, "SELECT count(*) FROM t")).isEqualTo("3");
            assertThat(folder.origin(replayed, "SELECT max(xmin::text) FROM pg_enum WHERE enumlabel = 'ok'"))
                    .isEqualTo("2_b.up.sql:2:1");
        }
    }

    @Test
    void aMissingRoleIsMadeAndTold() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "CREATE TABLE t (id int);\nGRANT SELECT ON t TO \"read er\", app;")
                .file(
                        "2_b.up.sql",
                        "SET ROLE app;\nCREATE TABLE owned (id int);\nGRANT SELECT ON owned TO third;\n"
                                + "CREATE TABLE owned_too (id int);");
        for (int run = 0; run < 2; run++) {
            try (Replayed replayed = folder.replay()) {
                assertThat(Folder.one(replayed, "SELECT relowner::regrole FROM pg_class WHERE relname = 'owned_too'"))
                        .isEqualTo("app");
                assertThat(replayed.notes())
                        .containsExactly(
                                directory
                                        + "/1_a.up.sql:3:1: role \"read er\" does not exist on the shadow: it was made"
                                        + " there, without a login",
                                directory + "/1_a.up.sql:3:1: role \"app\" does not exist on the shadow: it was made"
                                        + " there, without a login",
                                directory + "/2_b.up.sql:4:1: role \"third\" does not exist on the shadow: it was made"
                                        + " there, without a login");
            }
        }
    }

    @Test
    void theRoleOfTheProjectOwnsWhatIsMade() throws Exception {
        Folder folder = new Folder(directory).file("1_a.up.sql", "CREATE TABLE t (id int);");
        try (Replayed replayed = folder.replay(
                new Replayer.Shadows(Optional.empty(), 18, List.of(), Optional.of("shop_owner")), Map.of())) {
            assertThat(Folder.one(replayed, "SELECT relowner::regrole FROM pg_class WHERE relname = 't'"))
                    .isEqualTo("shop_owner");
        }
    }

    @Test
    void flywayBaselineAndRepeatables() throws Exception {
        Folder folder = new Folder(directory)
                .file("V1__old.sql", "CREATE TABLE old (id int);")
                .file("B2__base.sql", "CREATE TABLE base (id int);")
                .file("V2__old.sql", "CREATE TABLE old2 (id int);")
                .file("R__view.sql", "CREATE VIEW v AS SELECT * FROM ${name};")
                .file("V3__new.sql", "CREATE TABLE late (id int);");
        try (Replayed replayed = folder.replay(Replayer.Shadows.embedded(18), Map.of("name", "late"))) {
            assertThat(replayed.scripts()).isEqualTo(3);
            assertThat(Folder.one(
                            replayed,
                            "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE"
                                    + " relnamespace = 'public'::regnamespace"))
                    .isEqualTo("base late v");
        }
        // Another value is another view.
        try (Replayed replayed = folder.replay(Replayer.Shadows.embedded(18), Map.of("name", "base"))) {
            assertThat(replayed.restored()).isZero();
            assertThat(Folder.one(replayed, "SELECT pg_get_viewdef('v'::regclass)"))
                    .contains("base");
        }
    }

    @Test
    void prismaAndDiesel() throws Exception {
        Folder prisma = new Folder(directory.resolve("prisma"))
                .file("20240101000000_a/migration.sql", "CREATE TABLE a (id int);")
                .file("20240102000000_b/migration.sql", "ALTER TABLE a ADD b int;");
        try (Replayed replayed = prisma.replay()) {
            assertThat(prisma.origin(replayed, XMIN_OF_COLUMN.formatted("a", "b")))
                    .isEqualTo("20240102000000_b/migration.sql:2:1");
        }
        Folder diesel = new Folder(directory.resolve("diesel"))
                .file("2024-01-01-000000_a/up.sql", "CREATE TABLE a (id int);")
                .file("2024-01-01-000000_a/down.sql", "DROP TABLE a;")
                .file("2024-01-01-000001_b/up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);")
                .file("2024-01-01-000001_b/down.sql", "DROP INDEX i;");
        try (Replayed replayed = diesel.replay()) {
            assertThat(Folder.one(replayed, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aFailureNamesTheStatementAndWhatWasThere() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_users.up.sql", "CREATE TABLE users (id int);")
                .file("2_email.up.sql", "ALTER TABLE users ADD email text;\nCREATE INDEX ON users (emial);\n")
                .file("3_more.up.sql", "SELECT 1;");
        Problem problem = problem(folder);
        GoldenProblem.check(ProblemId.REPLAY_FAILED, problem, varying());
    }

    @Test
    void aMissingExtensionIsNamedAndTheLaterOnesToo() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "CREATE EXTENSION pgcrypto;")
                .file("2_b.up.sql", "CREATE TABLE a (id int);\nCREATE EXTENSION IF NOT EXISTS vector;\n")
                .file("3_c.up.sql", "CREATE EXTENSION IF NOT EXISTS \"timescaledb\" CASCADE;");
        Problem problem = problem(folder);
        GoldenProblem.check(ProblemId.SHADOW_EXTENSION_MISSING, problem, varying());
    }

    @Test
    void deferredConstraintsFailAtTheCommit() throws Exception {
        Folder folder = new Folder(directory).file("1_a.up.sql", """
                        CREATE TABLE p (id int PRIMARY KEY);
                        CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO c VALUES (1);""");
        Problem problem = problem(folder);
        assertThat(problem.what()).startsWith("the COMMIT of migration 1 a failed on the shadow: insert or update");
        assertThat(problem.state())
                .isEqualTo(
                        "statements 1 to 3 had run; the shadow is thrown away, and no database of yours was touched");
    }

    @Test
    void aSecretStaysOne() throws Exception {
        Folder folder =
                new Folder(directory).file("1_a.up.sql", "CREATE TABLE a (id int);\nSELECT '${password}'::int;");
        PlaceholderValues values = new PlaceholderValues(Map.of("password", "hunter2hunter2"), Set.of("password"));
        Problem problem = catchThrowableOfType(
                        ProblemException.class, () -> folder.replay(Replayer.Shadows.embedded(18), values)
                                .close())
                .problem();
        assertThat(problem.what())
                .isEqualTo("statement 2 of 2 of migration 1 a failed on the shadow: invalid input syntax for type"
                        + " integer: \"${password}\"");
        assertThat(problem.toString()).doesNotContain("hunter2");
        assertThat(problem.at()).containsExactly(directory + "/1_a.up.sql:3:8");
    }

    @Test
    void aServerThatAScriptEndsIsNoStackTrace() throws Exception {
        Folder folder =
                new Folder(directory).file("1_a.up.sql", "SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 1;");
        assertThat(problem(folder).what()).contains("went away while migration 1 a ran: terminating connection");
    }

    private String[] varying() {
        return new String[] {Pattern.quote(directory + "/"), "db/", "PostgreSQL \\d+\\.\\d+", "PostgreSQL <version>"};
    }
}
