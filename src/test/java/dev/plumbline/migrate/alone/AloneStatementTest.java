package dev.plumbline.migrate.alone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements are taken out of a transaction before the server is asked. */
class AloneStatementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "create unique index concurrently if not exists \"I\" on only s.\"T\" using gin (a)",
                "CREATE INDEX CONCURRENTLY ON t (a)",
                "CREATE /* now */ INDEX -- here\n CONCURRENTLY i ON t (a)",
                "DROP INDEX CONCURRENTLY IF EXISTS s.i CASCADE",
                "REINDEX INDEX CONCURRENTLY i",
                "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
                "REINDEX SCHEMA s",
                "REINDEX DATABASE",
                "ALTER TABLE IF EXISTS ONLY p DETACH PARTITION s.q CONCURRENTLY",
                "VACUUM (ANALYZE) t",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "CREATE TABLESPACE x LOCATION '/x'",
                "DROP TABLESPACE x",
                "ALTER SYSTEM SET work_mem = '1GB'",
                "ALTER DATABASE d SET TABLESPACE x",
                "DISCARD ALL",
                "COMMIT PREPARED 'x'",
            })
    void runsAlone(String sql) {
        assertThat(AloneStatement.recognise(statement(sql))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (a)",
                "CREATE INDEX concurrently_i ON t (a)",
                "CREATE TABLE concurrently (a int)",
                "DROP INDEX i",
                "REINDEX TABLE t",
                "ALTER TABLE p DETACH PARTITION q",
                "ALTER TABLE p DETACH PARTITION q FINALIZE",
                "ALTER DATABASE d SET search_path = x",
                "ALTER DATABASE d OWNER TO o",
                "ANALYZE t",
                "DISCARD TEMP",
                "ALTER TYPE e ADD VALUE 'x'",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "CALL p()",
                "COMMENT ON TABLE t IS 'CREATE INDEX CONCURRENTLY'",
            })
    void sharesATransaction(String sql) {
        assertThat(AloneStatement.recognise(statement(sql))).isEmpty();
    }

    @Test
    void takesAnyStatementThatTheServerRefused() {
        assertThat(AloneStatement.of(statement("CLUSTER"))).isInstanceOf(Repeatable.class);
        assertThat(AloneStatement.of(statement("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p")))
                .isInstanceOf(CreateObject.class);
        assertThat(AloneStatement.of(statement("DROP SUBSCRIPTION IF EXISTS s")))
                .isInstanceOf(DropObject.class);
        assertThat(AloneStatement.of(statement("CALL p()"))).isInstanceOf(Opaque.class);
    }

    static Statement statement(String sql) {
        return Splitter.split(SourceText.of("test", sql)).statements().getFirst();
    }
}
