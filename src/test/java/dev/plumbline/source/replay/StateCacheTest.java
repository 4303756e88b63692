package dev.plumbline.source.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay takes over from earlier ones. */
@Tag("database")
class StateCacheTest {
    @TempDir
    Path directory;

    private Folder five() throws Exception {
        Folder folder = new Folder(directory);
        for (int i = 1; i <= 5; i++) {
            folder.file(i + "_t.up.sql", "CREATE TABLE t" + i + " (id int);");
        }
        return folder;
    }

    @Test
    void aChangeInTheMiddleReusesWhatComesBefore() throws Exception {
        Folder folder = five();
        assertReplay(folder, 0, 5);
        assertReplay(folder, 5, 5);
        folder.file("4_t.up.sql", "CREATE TABLE t4 (id bigint);");
        // The first change finds no state before it, and leaves one for the next.
        assertReplay(folder, 0, 5);
        folder.file("4_t.up.sql", "CREATE TABLE t4 (id smallint);");
        assertReplay(folder, 3, 5);
        folder.file("6_t.up.sql", "CREATE TABLE t6 (id int);");
        assertReplay(folder, 5, 6);
        folder.file("6_t.up.sql", "CREATE TABLE t6 (id bigint);");
        assertReplay(folder, 5, 6);
        try (Replayed replayed = folder.replay()) {
            assertThat(Folder.one(
                            replayed,
                            "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 't4'::regclass"
                                    + " AND attname = 'id'"))
                    .isEqualTo("smallint");
            for (int i = 1; i <= 6; i++) {
                assertThat(folder.origin(
                                replayed, "SELECT xmin::text FROM pg_class WHERE oid = 't" + i + "'::regclass"))
                        .isEqualTo(i + "_t.up.sql:2:1");
            }
        }
    }

    @Test
    void aFailureLeavesTheStateBeforeItsScript() throws Exception {
        Folder folder = five();
        folder.file("3_t.up.sql", "CREATE TABLE t3 (id serial, name text);").file("4_t.up.sql", """
                        CREATE TABLE t4 (id int);
                        INSERT INTO t3 (name) VALUES ('first');
                        CREATE INDEX CONCURRENTLY ON t4 (id);
                        CREATE INDEX CONCURRENTLY ON t4 (no_such_column);
                        """);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(failure(folder).state())
                    .isEqualTo("3 of 5 migrations had run, up to migration 3 t, and statements 1 to 3 of this one;"
                            + " the shadow is thrown away, and no database of yours was touched;"
                            + " the state after migration 3 t is kept for the next run");
        }
        folder.file("4_t.up.sql", "CREATE TABLE t4 (id int); INSERT INTO t3 (name) VALUES ('first');")
                .file("5_t.up.sql", "CREATE TABLE t5 (id int); SELECT 1 / 0;");
        assertThat(failure(folder).state())
                .startsWith("4 of 5 migrations had run")
                .endsWith("the state after migration 4 t is kept for the next run");
        folder.file("5_t.up.sql", "CREATE TABLE t5 (id int);");
        try (Replayed replayed = folder.replay()) {
            assertThat(replayed.restored()).isEqualTo(4);
            assertThat(tables(replayed)).isEqualTo("5");
            assertThat(Folder.one(replayed, "SELECT string_agg(id || name, ',') FROM t3"))
                    .as("a sequence does not go back with a transaction")
                    .isEqualTo("1first");
            assertThat(folder.origin(replayed, "SELECT xmin::text FROM pg_class WHERE oid = 't2'::regclass"))
                    .isEqualTo("2_t.up.sql:2:1");
        }
    }

    @Test
    void aFailureOfTheFirstScriptLeavesNothing() throws Exception {
        Folder folder = five().file("1_t.up.sql", "CREATE TABLE t1 (id int); SELECT 1 / 0;");
        assertThat(failure(folder).state())
                .isEqualTo("statement 1 had run; the shadow is thrown away, and no database of yours was touched");
    }

    private static Problem failure(Folder folder) {
        return catchThrowableOfType(
                        ProblemException.class, () -> folder.replay().close())
                .problem();
    }

    private static void assertReplay(Folder folder, int restored, int tables) throws Exception {
        try (Replayed replayed = folder.replay()) {
            assertThat(replayed.restored()).isEqualTo(restored);
            assertThat(tables(replayed)).isEqualTo(Integer.toString(tables));
        }
    }

    private static String tables(Replayed replayed) throws Exception {
        return Folder.one(replayed, "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]$'");
    }

    @Test
    void whatIsDoneInAShadowStaysThere() throws Exception {
        Folder folder = five();
        folder.replay().close();
        try (Replayed replayed = folder.replay()) {
            Folder.one(replayed, "SELECT 1");
            try (var session = replayed.database().open()) {
                session.execute("DROP TABLE t1");
            }
        }
        assertReplay(folder, 5, 5);
    }

    /** The data directory of a shadow that was only read goes from one to the next. */
    @Test
    void aShadowThatWasOnlyReadIsUsedAgain() throws Exception {
        Folder folder = five();
        String first = inode(folder, "SELECT 1");
        assertThat(inode(folder, "CREATE TABLE t0 (id int)")).isEqualTo(first);
        String second = inode(folder, "ALTER SYSTEM SET work_mem = '1MB'");
        assertThat(second).isNotEqualTo(first);
        try (Replayed one = folder.replay();
                Replayed other = folder.replay()) {
            assertThat(List.of(inode(one), inode(other))).contains(second).doesNotHaveDuplicates();
            assertThat(Folder.one(one, "SHOW work_mem")).isEqualTo("4MB");
            assertThat(tables(one)).isEqualTo("5");
            assertThat(tables(other)).isEqualTo("5");
        }
    }

    private static String inode(Folder folder, String sql) throws Exception {
        try (Replayed replayed = folder.replay();
                var session = replayed.database().open()) {
            session.execute(sql);
            return inode(replayed);
        }
    }

    private static String inode(Replayed replayed) throws Exception {
        return String.valueOf(
                Files.readAttributes(Path.of(Folder.one(replayed, "SHOW data_directory")), BasicFileAttributes.class)
                        .fileKey());
    }

    @Test
    void settingsOfScriptsDoNotKeepTheServerFromStarting() throws Exception {
        Folder folder = new Folder(directory)
                .file("1_a.up.sql", "ALTER SYSTEM SET shared_preload_libraries = 'no_such_library';");
        folder.replay().close();
        try (Replayed replayed = folder.replay()) {
            assertThat(replayed.restored()).isEqualTo(1);
            assertThat(Folder.one(replayed, "SHOW shared_preload_libraries")).isEmpty();
        }
    }

    @Test
    void eightAtOnceDoNotDisturbEachOther() throws Exception {
        Folder folder = five();
        List<Callable<String>> replays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            replays.add(() -> {
                try (Replayed replayed = folder.replay(Replayer.Shadows.embedded(18), Map.of())) {
                    return tables(replayed);
                }
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<String> replay : threads.invokeAll(replays)) {
                assertThat(replay.get()).isEqualTo("5");
            }
        }
        assertReplay(folder, 5, 5);
    }
}
