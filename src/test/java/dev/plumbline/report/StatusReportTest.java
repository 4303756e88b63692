package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.migrate.Entry;
import dev.plumbline.migrate.State;
import dev.plumbline.migrate.Status;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.migrate.layout.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    @Test
    void theLastLineCountsWhatIsUnusual() {
        assertThat(text(
                        entry("1", State.APPLIED, Entry.Flag.CHANGED),
                        entry("2", State.APPLIED),
                        entry("3", State.APPLIED, Entry.Flag.MISSING)))
                .contains("\n3 applied, 0 pending, 1 changed, 1 missing\n");
    }

    @Test
    void repeatablesNeedNoWayBack() {
        assertThat(text(entry("1", State.APPLIED, Entry.Flag.IRREVERSIBLE), entry("R:views", State.APPLIED)))
                .contains("no migration has a down script")
                .doesNotContain("[irreversible]");
    }

    private static String text(Entry... entries) {
        Status status = new Status(List.of(entries), Optional.of("3"), Optional.empty(), List.of());
        return StatusReport.text(status, "postgres://localhost/db", "migrations (flyway)");
    }

    private static Entry entry(String version, State state, Entry.Flag... flags) {
        ScriptFile file = new ScriptFile(Path.of(version + ".sql"), true);
        Migration migration = new Migration(new Version(version, version), "slug", version, file, Optional.empty());
        return new Entry(
                version,
                version,
                "slug",
                Optional.of(migration),
                state,
                Set.of(flags),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }
}
