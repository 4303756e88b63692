package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.shadow.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runners at once: one works, the others wait without standing in the way of its index builds, and find it done. */
@Tag("database")
class ConcurrentRunnersTest {
    private static final int RUNNERS = 16;

    @TempDir
    Path directory;

    @Test
    void eachMigrationRunsOnce() throws Exception {
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        List<String> scripts = List.of(
                "CREATE TABLE item (id int, name text);\nINSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 5000) i;\n",
                "CREATE INDEX CONCURRENTLY item_id_idx ON item (id);\n",
                "CREATE TABLE once (line text);\nINSERT INTO once VALUES ('transaction');\n",
                "CREATE INDEX CONCURRENTLY ON item (name);\nINSERT INTO once VALUES ('step');\nREINDEX TABLE CONCURRENTLY item;\n",
                "-- plumb:no-transaction\nINSERT INTO once VALUES ('alone');\nVACUUM item;\n");
        for (int i = 0; i < scripts.size(); i++) {
            Files.writeString(migrations.resolve((i + 1) + "_step.up.sql"), scripts.get(i));
        }
        String url = TestServer.shared().newDatabase();
        List<ChildPlumb> children = new ArrayList<>();
        try {
            for (int i = 0; i < RUNNERS; i++) {
                children.add(ChildPlumb.start(
                        directory.resolve("child" + i + ".txt"), "apply", migrations.toString(), "--url", url));
            }
            for (ChildPlumb child : children) {
                assertThat(child.exitCode()).as(child.text()).isZero();
                assertThat(child.text()).doesNotContain("deadlock");
            }
        } finally {
            children.forEach(ChildPlumb::close);
        }
        try (Sql sql = new Sql(url)) {
            assertThat(sql.rows("SELECT line FROM once ORDER BY line")).containsExactly("alone", "step", "transaction");
            assertThat(sql.rows("SELECT version, result FROM plumb.migration_run ORDER BY id"))
                    .containsExactly("1|done", "2|done", "3|done", "4|done", "5|done");
            assertThat(sql.rows("SELECT DISTINCT state FROM plumb.migration_step"))
                    .containsExactly("done");
            assertThat(sql.rows("SELECT version FROM plumb.ledger ORDER BY 1"))
                    .as("the ledger was made once")
                    .doesNotHaveDuplicates();
            assertThat(sql.rows("SELECT count(*) FROM pg_index WHERE indrelid = 'item'::regclass AND indisvalid"))
                    .containsExactly("2");
        }
    }
}
