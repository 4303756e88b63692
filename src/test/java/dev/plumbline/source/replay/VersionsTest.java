package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shadows of other major versions, whose binaries are fetched on first use. */
class VersionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    @Tag("database")
    void runsTheMajorVersionAskedFor(int major) throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "CREATE TABLE a (id int);")
                .file("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);");
        for (int restored = 0; restored <= 2; restored += 2) {
            try (Replayed replayed = folder.replay(Replayer.Shadows.embedded(major), Map.of())) {
                assertThat(Folder.one(replayed, "SHOW server_version")).startsWith(major + ".");
                assertThat(replayed.restored()).isEqualTo(restored);
                assertThat(folder.origin(replayed, "SELECT xmin::text FROM pg_index WHERE indexrelid = 'i'::regclass"))
                        .isEqualTo("2_b.up.sql:2:1");
            } catch (ProblemException e) {
                if (e.problem().id() == ProblemId.SHADOW_VERSION_UNAVAILABLE) {
                    abort("no repository can be reached: " + e.problem().what());
                }
                throw e;
            }
        }
    }

    @Test
    void theTargetsOwnVersionComesFirst() {
        List<String> notes = new ArrayList<>();
        assertThat(Replayer.major(Optional.of(16), Optional.of(17), notes::add)).isEqualTo(16);
        assertThat(Replayer.major(Optional.empty(), Optional.of(17), notes::add))
                .isEqualTo(17);
        assertThat(Replayer.major(Optional.empty(), Optional.empty(), notes::add))
                .isEqualTo(18);
        assertThat(notes).isEmpty();
        assertThat(Replayer.major(Optional.of(13), Optional.empty(), notes::add))
                .isEqualTo(15);
        assertThat(Replayer.major(Optional.of(19), Optional.empty(), notes::add))
                .isEqualTo(18);
        assertThat(Replayer.major(Optional.of(19), Optional.of(17), notes::add)).isEqualTo(17);
        assertThat(notes)
                .hasSize(3)
                .contains(
                        "the target runs PostgreSQL 13, of which there is no embedded one: the shadow runs 15, which may"
                                + " write definitions differently (shadow.url takes a server of your own)");
    }
}
