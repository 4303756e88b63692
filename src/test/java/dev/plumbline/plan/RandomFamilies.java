package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A random partitioned table with its partitions, and tables that inherit. */
final class RandomFamilies {
    private final Genes genes;
    private final List<String> script;

    RandomFamilies(Genes genes, List<String> script) {
        this.genes = genes;
        this.script = script;
    }

    void write() {
        partitioned();
        inherited();
    }

    private void partitioned() {
        int by = genes.pick("partitioned", 5);
        if (by == 0) {
            return;
        }
        String extra =
                genes.of("partitioned column", "", ", x int", ", x bigint DEFAULT 4", ", x text NOT NULL DEFAULT 'x'");
        String columns = "(id int NOT NULL, at date NOT NULL, kind text NOT NULL" + extra + ")";
        boolean ranged = by < 4;
        script.add("CREATE TABLE m " + columns + " PARTITION BY " + (ranged ? "RANGE (at)" : "LIST (kind)"));
        boolean key = genes.has("partitioned key");
        if (key) {
            script.add("ALTER TABLE m ADD CONSTRAINT " + genes.of("partitioned key name", "m_key", "m_pk")
                    + " PRIMARY KEY (id, at, kind)");
        }
        if (genes.has("partitioned check")) {
            script.add("ALTER TABLE m ADD CONSTRAINT m_check CHECK (id > 0)");
        }
        int index = genes.pick("partitioned index", 5);
        List<String> indexed = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            partition(i, ranged, columns, index).ifPresent(indexed::add);
        }
        if (genes.has("partition default")) {
            script.add("CREATE TABLE m9 PARTITION OF m DEFAULT");
        }
        if (index > 0) {
            script.add("CREATE INDEX mi ON " + (index == 4 ? "m" : "ONLY m") + " (kind)");
        }
        if (index == 3) {
            indexed.forEach(own -> script.add("ALTER INDEX mi ATTACH PARTITION " + own));
        }
        if (genes.has("partitioned trigger")) {
            script.add("CREATE TRIGGER mtr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()");
        }
        RandomSchema.comment(genes, script, "partitioned", "TABLE m");
        RandomSchema.grant(genes, script, "partitioned", "TABLE m", "SELECT", "INSERT");
    }

    /** Makes a partition, or none, and names the index that it has of its own. */
    private Optional<String> partition(int i, boolean ranged, String columns, int index) {
        String name = "m" + i;
        int how = genes.pick("partition" + i, 5);
        String bound = ranged
                ? "FOR VALUES FROM ('202%d-01-01') TO ('202%d-0%d-01')".formatted(4 + i, 4 + i, 2 + how % 3)
                : "FOR VALUES IN ('%s%d')".formatted(how % 2 == 0 ? "a" : "b", i);
        if (how == 1) {
            script.add("CREATE TABLE " + name + " " + columns);
        } else if (how > 1) {
            script.add("CREATE TABLE " + name + " PARTITION OF m " + bound);
            if (index == 2 || index == 3) {
                script.add("CREATE INDEX " + name + "i ON " + name + " (kind)");
                return Optional.of(name + "i");
            }
        }
        return Optional.empty();
    }

    private void inherited() {
        script.add("CREATE TABLE base0 (a int, b "
                + genes.of("base column", "int", "bigint", "int NOT NULL", "int DEFAULT 3") + ")");
        script.add("CREATE TABLE base1 (a int, d int)");
        if (genes.has("base check")) {
            script.add("ALTER TABLE base0 ADD CONSTRAINT base_check CHECK (a > 0)");
        }
        String parents = genes.of("child", "", "base0", "base1", "base0, base1", "none");
        if (parents.equals("none")) {
            script.add("CREATE TABLE child (a int, b int, d int, own int)");
        } else if (!parents.isEmpty()) {
            script.add("CREATE TABLE child (own int) INHERITS (" + parents + ")");
        }
        String type = genes.of("typed", "", "OF made", "(a int, b text)");
        if (!type.isEmpty()) {
            script.add("CREATE TYPE made AS (a int, b text)");
            script.add("CREATE TABLE typed " + type);
        }
    }
}
