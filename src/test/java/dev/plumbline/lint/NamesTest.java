package dev.plumbline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.Finding;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.risk.World;
import dev.plumbline.sql.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names match the patterns that a project gives. */
class NamesTest {
    private static final Map<String, String> NAMES = Map.of(
            "file", "\\d{12}_[a-z0-9_]+",
            "table", "app_.*",
            "column", "[a-z_]+",
            "index", "idx_{table}_.+",
            "constraint", "{table}_.+_(key|fk|check)",
            "partition", "{table}_p\\d+");

    @Test
    void whatMatchesIsFine() {
        assertThat(messages("202601311200_add_orders", """
                        CREATE TABLE app_orders (id bigint, total integer CONSTRAINT app_orders_total_check CHECK (total > 0))
                            PARTITION BY RANGE (id);
                        CREATE INDEX idx_app_orders_total ON app_orders (total);
                        CREATE TABLE app_orders_p1 PARTITION OF app_orders FOR VALUES FROM (0) TO (10);
                        """)).isEmpty();
    }

    @Test
    void whatDoesNotIsTold() {
        assertThat(messages("0001_add_orders", """
                        CREATE TABLE orders (id2 bigint, total integer CONSTRAINT positive CHECK (total > 0))
                            PARTITION BY RANGE (total);
                        CREATE INDEX orders_total ON orders (total);
                        CREATE TABLE orders_old PARTITION OF orders FOR VALUES FROM (0) TO (10);
                        ALTER TABLE orders RENAME COLUMN id2 TO id3;
                        ALTER INDEX orders_total RENAME TO orders_sum;
                        """))
                .containsExactly(
                        "migration 0001_add_orders is not named as the project names migrations",
                        "table \"orders\" is not named as the project names tables",
                        "column \"id2\" is not named as the project names columns",
                        "constraint \"positive\" is not named as the project names constraints",
                        "index \"orders_total\" is not named as the project names indexes",
                        "partition \"orders_old\" is not named as the project names partitions",
                        "column \"id3\" is not named as the project names columns",
                        "index \"orders_sum\" is not named as the project names indexes");
    }

    private static List<String> messages(String name, String sql) {
        String file = "db/migrations/" + name + ".up.sql";
        String[] parts = name.split("_", 2);
        return new Linter(Rules.ALL, new Settings(18, Map.of(), Map.of(), NAMES))
                        .check(
                                new Linter.Input(
                                        Path.of(file), parts[0], parts[1], () -> SourceText.of(file, sql), false),
                                World.unknown(18))
                        .findings()
                        .stream()
                        .map(Finding::message)
                        .toList();
    }
}
