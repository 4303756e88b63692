package dev.plumbline.migrate.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.shadow.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the catalog tells about statements that broke off, on catalogs that really broke. */
@Tag("database")
class VerdictTest {
    private final Database database;
    private final Session work;

    VerdictTest() throws SQLException {
        String url = TestServer.shared().newDatabase();
        database = new Database(
                ConnectionSpec.parse(url, Map.of()), "test", Optional.empty(), Duration.ofSeconds(4), Optional.empty());
        work = database.open();
    }

    private Session session() {
        return database.open();
    }

    @BeforeEach
    void tables() throws SQLException {
        work.execute("CREATE SCHEMA \"Odd\"; CREATE TYPE mood AS ENUM ('sad');"
                + " CREATE TABLE t (a int, b text COLLATE \"C\", m mood, j jsonb);"
                + " INSERT INTO t VALUES (1, 'x', 'sad', '{}'), (1, 'y', 'sad', '{}');"
                + " CREATE TABLE \"Odd\".\"T\" (a int, \"B b\" text)");
    }

    @AfterEach
    void close() throws SQLException {
        work.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON public.t USING btree (lower(b) text_pattern_ops DESC, a) WHERE a > 1",
                "CREATE INDEX CONCURRENTLY i ON t USING gin (j jsonb_path_ops) WITH (fastupdate = off)",
                "CREATE INDEX CONCURRENTLY i ON t (a) INCLUDE (b)",
                "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a, b) NULLS NOT DISTINCT",
                "CREATE INDEX CONCURRENTLY \"I i\" ON ONLY \"Odd\".\"T\" (\"B b\" COLLATE \"C\")",
                "CREATE INDEX CONCURRENTLY ON t (m)",
                "CREATE INDEX CONCURRENTLY a234567890123456789012345678901234567890123456789012345678901234567890 ON t (a)",
            })
    void aFinishedIndexIsDone(String sql) throws SQLException {
        AloneStatement statement = AloneStatement.of(AloneStatementTest.statement(sql));
        String before = statement.before(work);
        assertThat(statement.judge(work, before)).isEqualTo(Verdict.redo("the index does not exist"));
        work.execute(sql);
        assertThat(statement.judge(work, before))
                .isInstanceOfSatisfying(Verdict.Done.class, done -> assertThat(done.seen())
                        .startsWith("index ")
                        .endsWith(" exists, is valid and is as wanted"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (b)",
                "CREATE INDEX i ON t (a DESC)",
                "CREATE INDEX i ON t (a) WHERE a > 0",
                "CREATE UNIQUE INDEX i ON t (a, b)",
                "CREATE INDEX i ON t USING hash (a)"
            })
    void anotherIndexOfThatNameIsForAPersonToJudge(String found) throws SQLException {
        work.execute(found);
        assertThat(judge("CREATE INDEX CONCURRENTLY i ON t (a)", "")).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void anInvalidIndexIsRemovedFirst() {
        String sql = "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)";
        assertThatThrownBy(() -> work.execute(sql)).isInstanceOf(SQLException.class);
        assertThat(judge(sql, ""))
                .isEqualTo(new Verdict.Redo(
                        "the build of index public.i broke off and left it invalid",
                        List.of("DROP INDEX CONCURRENTLY public.i")));
        String unnamed = "CREATE UNIQUE INDEX CONCURRENTLY ON t (a)";
        assertThatThrownBy(() -> work.execute(unnamed)).isInstanceOf(SQLException.class);
        assertThat(judge(unnamed, "")).isInstanceOfSatisfying(Verdict.Redo.class, redo -> assertThat(redo.cleanup())
                .contains("DROP INDEX CONCURRENTLY public.t_a_idx"));
    }

    @Test
    void anInvalidIndexOfSomebodyElseIsLeftAlone() throws SQLException {
        work.execute("CREATE INDEX i ON t (a)");
        work.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        AloneStatement statement =
                AloneStatement.of(AloneStatementTest.statement("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)"));
        String before = statement.before(work);
        assertThat(statement.judge(work, before))
                .isEqualTo(new Verdict.Unknown("index public.i is invalid, and was there before the statement ran"));
        assertThat(statement.unfinished(work)).contains("public.i");
        work.execute("UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'i'::regclass");
        assertThat(statement.unfinished(work)).isEmpty();
    }

    @Test
    void anIndexThatIsBeingBuiltIsLeftAlone() throws Exception {
        String sql = "CREATE INDEX CONCURRENTLY i ON t (a)";
        String before = AloneStatement.of(AloneStatementTest.statement(sql)).before(work);
        whileBuilt(
                sql,
                "SELECT count(*) > 0 FROM pg_stat_progress_create_index WHERE index_relid <> 0",
                backend -> assertThat(judge(sql, before))
                        .isEqualTo(
                                new Verdict.Unknown("index public.i is being built right now by backend " + backend)));
        assertThat(judge(sql, before)).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void droppedIndexes() throws SQLException {
        String sql = "DROP INDEX CONCURRENTLY IF EXISTS public.i";
        assertThat(judge(sql, "")).isEqualTo(Verdict.done("index public.i is gone"));
        work.execute("CREATE INDEX i ON t (a)");
        assertThat(judge(sql, "")).isEqualTo(Verdict.redo("index public.i is still there"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY) SCHEMA public",
                "REINDEX DATABASE CONCURRENTLY"
            })
    void reindexNamesWhatItLeft(String sql) throws SQLException {
        work.execute("CREATE INDEX i ON t (a)");
        assertThat(judge(sql, ""))
                .isEqualTo(Verdict.redo("it can be repeated without harm, and it left no invalid copy behind"));
        cancelBehindAReader("REINDEX INDEX CONCURRENTLY i");
        assertThat(judge(sql, ""))
                .isEqualTo(new Verdict.Redo(
                        "it left public.i_ccnew behind", List.of("DROP INDEX CONCURRENTLY public.i_ccnew")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REINDEX TABLE CONCURRENTLY t", "REINDEX SCHEMA CONCURRENTLY public"})
    void copiesThatSomebodyElseLeftAreLeftAlone(String sql) throws SQLException {
        work.execute("CREATE INDEX i ON t (a)");
        cancelBehindAReader("REINDEX INDEX CONCURRENTLY i");
        AloneStatement statement = AloneStatement.of(AloneStatementTest.statement(sql));
        String before = statement.before(work);
        assertThat(statement.judge(work, before))
                .isEqualTo(Verdict.redo("it can be repeated without harm, and it left no invalid copy behind"));
        cancelBehindAReader("REINDEX INDEX CONCURRENTLY i");
        assertThat(statement.judge(work, before))
                .isEqualTo(new Verdict.Redo(
                        "it left public.i_ccnew1 behind", List.of("DROP INDEX CONCURRENTLY public.i_ccnew1")));
    }

    @Test
    void copiesOfATableThatIsInWorkAreLeftAlone() throws Exception {
        work.execute("CREATE INDEX i ON t (a)");
        String sql = "REINDEX TABLE CONCURRENTLY t";
        String before = AloneStatement.of(AloneStatementTest.statement(sql)).before(work);
        whileBuilt("REINDEX INDEX CONCURRENTLY i", "SELECT to_regclass('i_ccnew') IS NOT NULL", _ -> assertThat(
                        judge(sql, before))
                .isEqualTo(Verdict.redo("it can be repeated without harm, and it left no invalid copy behind")));
    }

    @Test
    void aPendingDetachIsFinished() throws SQLException {
        work.execute(
                "CREATE TABLE p (a int) PARTITION BY LIST (a);" + " CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)");
        String sql = "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY";
        assertThat(judge(sql, "")).isEqualTo(Verdict.redo("p1 is still attached"));
        try (Session reader = session()) {
            reader.execute("BEGIN");
            reader.execute("SELECT * FROM p");
            cancel(sql);
            reader.execute("COMMIT");
        }
        Verdict verdict = judge(sql, "");
        assertThat(verdict)
                .isEqualTo(new Verdict.Done(
                        "the detach of p1 is pending and only needs its last step",
                        List.of("ALTER TABLE p DETACH PARTITION p1 FINALIZE")));
        work.execute(((Verdict.Done) verdict).finish().getFirst());
        assertThat(judge(sql, "")).isEqualTo(Verdict.done("p1 is no partition of p any more"));
    }

    @Test
    void databases() throws SQLException {
        String name = "made_" + work.pid();
        assertThat(judge("CREATE DATABASE " + name, ""))
                .isEqualTo(Verdict.redo("database " + name + " does not exist"));
        assertThat(judge("DROP DATABASE IF EXISTS " + name, ""))
                .isEqualTo(Verdict.done("database " + name + " is gone"));
        work.execute("CREATE DATABASE " + name);
        assertThat(judge("CREATE DATABASE " + name, "")).isEqualTo(Verdict.done("database " + name + " exists"));
        work.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '" + name + "'");
        assertThat(judge("CREATE DATABASE " + name, ""))
                .isEqualTo(
                        new Verdict.Redo("database " + name + " is marked invalid", List.of("DROP DATABASE " + name)));
        work.execute("DROP DATABASE " + name);
    }

    private Verdict judge(String sql, String before) {
        try {
            return AloneStatement.of(AloneStatementTest.statement(sql)).judge(work, before);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Looks, knowing the backend, while a build that has begun waits for a writer; then lets it end. */
    private void whileBuilt(String build, String begun, IntConsumer look) throws Exception {
        try (Session writer = session();
                Session builder = session();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            writer.execute("BEGIN");
            writer.execute("LOCK TABLE t IN ROW EXCLUSIVE MODE");
            builder.execute("SET lock_timeout = 0");
            Future<Long> built = executor.submit(() -> builder.execute(build));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!work.is(begun)) {
                assertThat(System.nanoTime()).as("the build never began").isLessThan(deadline);
            }
            look.accept(builder.pid());
            writer.execute("COMMIT");
            built.get();
        }
    }

    private void cancelBehindAReader(String sql) throws SQLException {
        try (Session reader = session()) {
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            reader.execute("SELECT * FROM t");
            reader.execute("LOCK TABLE t IN ROW EXCLUSIVE MODE");
            cancel(sql);
            reader.execute("COMMIT");
        }
    }

    private void cancel(String sql) throws SQLException {
        work.execute("SET statement_timeout = '300ms'; SET lock_timeout = 0");
        assertThatThrownBy(() -> work.execute(sql)).hasMessageContaining("statement timeout");
        work.execute("RESET statement_timeout");
    }
}
