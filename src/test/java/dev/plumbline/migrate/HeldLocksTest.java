package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.HeldLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which locks are reported as standing in somebody's way: those on relations that others can see. */
@Tag("database")
class HeldLocksTest extends DatabaseBench {
    @BeforeEach
    void makeTableAndView() throws Exception {
        bench.statementTimeout(Duration.ofSeconds(20));
        sql.run("CREATE TABLE old (id int PRIMARY KEY, name text)");
        sql.run("CREATE VIEW seen AS SELECT id, name FROM old");
    }

    /** As {@code MODE relation}, in the order of their names. */
    private List<String> held(String script) throws Exception {
        bench.up(1, script);
        Workbench.Outcome outcome = bench.apply();
        outcome.succeeds();
        List<HeldLocks.Held> locks = outcome.of(Event.Finished.class).getFirst().locks();
        return locks.stream()
                .map(lock -> lock.mode() + " " + lock.relation())
                .sorted()
                .toList();
    }

    @Test
    void whatTheTransactionMadeIsItsOwn() throws Exception {
        assertThat(held("CREATE TABLE made (id int); CREATE INDEX ON made (id); ALTER TABLE made ADD b text;"))
                .isEmpty();
    }

    @Test
    void soIsWhatItMadeBelowASavepoint() throws Exception {
        assertThat(held("""
                        SAVEPOINT a;
                        CREATE TABLE made (id int);
                        SAVEPOINT b;
                        CREATE TABLE made_deeper (id int);
                        RELEASE SAVEPOINT a;
                        ALTER TABLE made ADD b text;
                        ALTER TABLE made_deeper ADD b text;
                        """)).isEmpty();
    }

    @Test
    void soIsWhatABlockWithAnExceptionMade() throws Exception {
        assertThat(held("""
                        DO $$ BEGIN
                          CREATE TABLE made (id int);
                          BEGIN CREATE TABLE twice (id int); EXCEPTION WHEN duplicate_table THEN NULL; END;
                        EXCEPTION WHEN OTHERS THEN RAISE;
                        END $$;
                        CREATE UNIQUE INDEX made_key ON made (id);
                        """)).isEmpty();
    }

    @Test
    void andWhatItMadeAndDropped() throws Exception {
        assertThat(held("CREATE TABLE work (id int); INSERT INTO work VALUES (1); DROP TABLE work;"))
                .isEmpty();
    }

    @Test
    void whatOthersSeeIsReportedFromASubtransactionToo() throws Exception {
        assertThat(held("""
                        CREATE TABLE made (id int);
                        SAVEPOINT a;
                        ALTER TABLE old ADD b text;
                        DO $$ BEGIN
                          CREATE INDEX old_name_idx ON old (name);
                        EXCEPTION WHEN OTHERS THEN RAISE;
                        END $$;
                        """)).containsExactly("ACCESS EXCLUSIVE public.old", "SHARE public.old");
    }

    @Test
    void aColumnOfTheirsThatWasRenamedMakesNothingOurs() throws Exception {
        assertThat(held("ALTER VIEW seen RENAME COLUMN id TO number;")).containsExactly("ACCESS EXCLUSIVE public.seen");
    }

    @Test
    void whatAnotherTransactionMadeMeanwhileIsTheirs() throws Exception {
        bench.up(1, """
                CREATE TABLE made (id int);
                DO $$ BEGIN
                  WHILE NOT EXISTS (SELECT FROM pg_class WHERE relname = 'theirs') LOOP PERFORM pg_sleep(0.01); END LOOP;
                END $$;
                ALTER TABLE theirs ADD b int;
                """);
        CompletableFuture<Workbench.Outcome> run = bench.applying();
        sql.await("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"
                + " AND datname = current_database()");
        sql.run("CREATE TABLE public.theirs (id int)");
        run.join().succeeds();
        assertThat(sql.one("SELECT locks -> 0 ->> 'relation' FROM plumb.migration_run"))
                .isEqualTo("public.theirs");
    }

    @Test
    void whatWasThereAndIsDroppedIsCalledWhatItWas() throws Exception {
        assertThat(held("CREATE TABLE made (id int); DROP VIEW seen;")).containsExactly("ACCESS EXCLUSIVE public.seen");
    }

    @Test
    void soIsWhatIsDroppedAloneOrWithIt() throws Exception {
        assertThat(held("DROP TABLE old CASCADE;"))
                .containsExactly("ACCESS EXCLUSIVE public.old", "ACCESS EXCLUSIVE public.seen");
    }

    @Test
    void whatIsDroppedUnawaresHasLostItsName() throws Exception {
        assertThat(held("DO $$ BEGIN DROP VIEW seen; END $$;")).containsExactly("ACCESS EXCLUSIVE a dropped relation");
    }
}
