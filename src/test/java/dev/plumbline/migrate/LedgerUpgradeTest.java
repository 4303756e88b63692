package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Session;
import dev.plumbline.shadow.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that an older Plumbline wrote is read as it is, and upgraded by the next run that writes. */
@Tag("database")
class LedgerUpgradeTest {
    @TempDir
    Path directory;

    @Test
    void anOldLedgerIsReadAndUpgraded() throws Exception {
        Files.writeString(directory.resolve("1_one.up.sql"), "CREATE TABLE one (id int);");
        Files.writeString(directory.resolve("2_two.up.sql"), "CREATE TABLE two (id int);");
        TestEngine setUp = new TestEngine(TestServer.shared().newDatabase());
        Engine engine = setUp.over(directory);
        try (Session session = setUp.database().open()) {
            session.execute("CREATE SCHEMA plumb; " + LedgerSchema.upgrade(0, "plumb"));
            session.execute("INSERT INTO plumb.ledger (version, tool_version) VALUES (1, '0.0.1')");
            session.execute(
                    "INSERT INTO plumb.migration_run (identity, version, slug, direction, result, raw_checksum,"
                            + " checksum, canonicaliser, statement_checksums, statements, author, tool_version, started_at,"
                            + " duration_ms) VALUES ('1', '1', 'one', 'up', 'done', '', '', 1, '{}', 1, 'x', '0.0.1', now(), 5)");
            session.execute("CREATE TABLE public.one (id int)");

            assertThat(engine.status().schemaVersion()).contains("1");
            assertThat(new Ledger(session, setUp.settings()).version())
                    .as("reading upgrades nothing")
                    .isEqualTo(1);

            assertThat(engine.apply(new Target.Default()).done())
                    .extracting(Report.Done::version)
                    .isEqualTo(List.of("2"));
            assertThat(new Ledger(session, setUp.settings()).version()).isEqualTo(LedgerSchema.current());
            assertThat(new Ledger(session, setUp.settings()).runs())
                    .extracting(Run::toolVersion)
                    .containsExactly("0.0.1", "test");
        }
    }
}
