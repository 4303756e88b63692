package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.ProblemException;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {
    @Test
    void aScriptIsOneTransaction() {
        assertThat(cut("CREATE TABLE a (); CREATE TABLE b ();")).containsExactly("BEGIN 1-2");
    }

    @Test
    void aScriptOfCommentsHasNoSegment() {
        assertThat(cut("-- nothing\n/* at all */;;")).isEmpty();
    }

    @Test
    void itsOwnBeginAndCommitAreItsBounds() {
        assertThat(cut("BEGIN; SELECT 1; COMMIT;")).containsExactly("BEGIN 2-2");
        assertThat(cut("SELECT 1; BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 2; SELECT 3; END; SELECT 4;"))
                .containsExactly("BEGIN 1-1", "BEGIN ISOLATION LEVEL SERIALIZABLE 3-4", "BEGIN 6-6");
        assertThat(cut("START TRANSACTION; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT"))
                .containsExactly("START TRANSACTION 2-2", "START TRANSACTION 4-4");
        assertThat(cut("BEGIN; SELECT 1; SAVEPOINT s; ROLLBACK TO s; ROLLBACK WORK TO SAVEPOINT s; COMMIT"))
                .containsExactly("BEGIN 2-5");
        // As in psql: both only warn.
        assertThat(cut("COMMIT; SELECT 1; BEGIN; BEGIN; SELECT 2; COMMIT")).containsExactly("BEGIN 2-2", "BEGIN 5-5");
    }

    @Test
    void whatRunsAloneParts() {
        assertThat(cut("SELECT 1; SELECT 2; CREATE INDEX CONCURRENTLY i ON t (a); SELECT 3;"))
                .containsExactly("BEGIN 1-2", "alone 3", "BEGIN 4-4");
        assertThat(cut("VACUUM; VACUUM")).containsExactly("alone 1", "alone 2");
    }

    @Test
    void noTransactionMakesEachStatementAStep() {
        assertThat(describe(
                        Segment.of(Splitter.split(SourceText.of("f", "SELECT 1; CALL p(); DO ''; SELECT 2;")), true)))
                .containsExactly("BEGIN 1-1", "alone 2", "alone 3", "BEGIN 4-4");
    }

    @Test
    void whatCannotBeAMigrationIsRefused() {
        for (String sql : List.of(
                "BEGIN; SELECT 1;",
                "BEGIN; SELECT 1; ROLLBACK;",
                "ABORT;",
                "BEGIN; SELECT 1; PREPARE TRANSACTION 'x';")) {
            assertThatThrownBy(() -> cut(sql)).as(sql).isInstanceOf(ProblemException.class);
        }
    }

    private static List<String> cut(String sql) {
        return describe(Segment.of(Splitter.split(SourceText.of("f", sql)), false));
    }

    private static List<String> describe(List<Segment> segments) {
        return segments.stream()
                .map(segment -> switch (segment) {
                    case Segment.Transaction t -> t.begin() + " " + t.first() + "-" + t.last();
                    case Segment.Alone a -> "alone " + a.first();
                })
                .toList();
    }
}
