package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;

/** A random partitioned table with its partitions, and tables that inherit. */
final class RandomFamilies {
    /** What is attached by hand is more likely than the rest: both sides must have it for it to be attached or let go. */
    private static final int[] WEIGHTED = {0, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4};

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
        String key = genes.of("partitioned key name", "m_key", "m_pk");
        // None, one for all; only for the table itself, or attached to those of the partitions.
        int keyed = WEIGHTED[genes.pick("partitioned key", WEIGHTED.length)];
        if (keyed == 1) {
            script.add("ALTER TABLE m ADD CONSTRAINT " + key + " PRIMARY KEY (id, at, kind)");
        }
        if (genes.has("partitioned check")) {
            script.add("ALTER TABLE m ADD CONSTRAINT m_check CHECK (id > 0)");
        }
        // None, only for the table itself, beside those of the partitions, attached to those, one for all.
        int index = WEIGHTED[genes.pick("partitioned index", WEIGHTED.length)];
        List<String> indexed = new ArrayList<>();
        List<String> attached = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            boolean there = partition(i, ranged, columns);
            String own = "m" + i;
            if (there && (index == 2 || index == 3)) {
                script.add("CREATE INDEX " + own + "i ON " + own + " (kind)");
                indexed.add("mi ATTACH PARTITION " + own + "i");
            }
            if (there && (keyed == 2 || keyed == 3)) {
                script.add("ALTER TABLE " + own + " ADD CONSTRAINT " + own + "k PRIMARY KEY (id, at, kind)");
                attached.add(key + " ATTACH PARTITION " + own + "k");
            }
        }
        if (genes.has("partition default")) {
            script.add("CREATE TABLE m9 PARTITION OF m DEFAULT");
        }
        if (index > 0) {
            script.add("CREATE INDEX mi ON " + (index == 4 ? "m" : "ONLY m") + " (kind)");
        }
        if (index == 3) {
            indexed.forEach(attach -> script.add("ALTER INDEX " + attach));
        }
        if (keyed == 2 || keyed == 3) {
            script.add("ALTER TABLE ONLY m ADD CONSTRAINT " + key + " PRIMARY KEY (id, at, kind)");
        }
        if (keyed == 3) {
            attached.forEach(attach -> script.add("ALTER INDEX " + attach));
        }
        if (genes.has("partitioned trigger")) {
            script.add("CREATE TRIGGER mtr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()");
        }
        RandomSchema.comment(genes, script, "partitioned", "TABLE m");
        RandomSchema.grant(genes, script, "partitioned", "TABLE m", "SELECT", "INSERT");
    }

    /** Makes a partition, a table that could be one, or none. */
    private boolean partition(int i, boolean ranged, String columns) {
        String name = "m" + i;
        int how = genes.pick("partition" + i, 5);
        String bound = ranged
                ? "FOR VALUES FROM ('202%d-01-01') TO ('202%d-0%d-01')".formatted(4 + i, 4 + i, 2 + how % 3)
                : "FOR VALUES IN ('%s%d')".formatted(how % 2 == 0 ? "a" : "b", i);
        if (how == 1) {
            script.add("CREATE TABLE " + name + " " + columns);
        } else if (how > 1) {
            script.add("CREATE TABLE " + name + " PARTITION OF m " + bound);
        }
        return how > 1;
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
