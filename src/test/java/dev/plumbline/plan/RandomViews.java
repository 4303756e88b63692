package dev.plumbline.plan;

import java.util.List;

/** Random views and materialized views over random tables. */
final class RandomViews {
    private final Genes genes;
    private final List<String> script;
    private final RandomTables tables;

    RandomViews(Genes genes, List<String> script, RandomTables tables) {
        this.genes = genes;
        this.script = script;
        this.tables = tables;
    }

    void write() {
        for (int i = 0; i < RandomTables.TABLES; i++) {
            if (tables.isThere(i)) {
                view(i);
                materialized(i);
            }
        }
    }

    private String columns(int i, String gene) {
        String column = tables.has("t" + i + ".c0") ? "c0" : "id AS c0";
        return genes.of(gene, "", "id", "id, id + 1 AS n", "id + 1 AS n", "id, " + column, "id, f0(3) AS f");
    }

    private void view(int i) {
        String query = columns(i, "view" + i);
        if (query.isEmpty()) {
            return;
        }
        String options =
                genes.of("view options" + i, "", " WITH (security_barrier)", " WITH (security_invoker = true)");
        script.add("CREATE VIEW v" + i + options + " AS SELECT " + query + " FROM t" + i
                + genes.of("view where" + i, "", " WHERE id IS NOT NULL"));
        if (!query.startsWith("id +") && genes.has("view default" + i)) {
            script.add("ALTER VIEW v" + i + " ALTER id SET DEFAULT 5");
        }
        if (genes.has("view trigger" + i)) {
            script.add("CREATE TRIGGER vtr INSTEAD OF INSERT ON v" + i + " FOR EACH ROW EXECUTE FUNCTION tf()");
        }
        RandomSchema.comment(genes, script, "view" + i, "VIEW v" + i);
        RandomSchema.grant(genes, script, "view" + i, "v" + i, "SELECT", "SELECT, INSERT");
        if (genes.has("view over view" + i)) {
            script.add("CREATE VIEW w" + i + " AS SELECT * FROM v" + i);
        }
    }

    private void materialized(int i) {
        String query = columns(i, "materialized" + i);
        if (query.isEmpty()) {
            return;
        }
        String name = "mv" + i;
        script.add(
                "CREATE MATERIALIZED VIEW " + name + genes.of("materialized options" + i, "", " WITH (fillfactor = 80)")
                        + " AS SELECT " + query + " FROM t" + i + genes.of("populated" + i, "", " WITH NO DATA"));
        RandomSchema.comment(genes, script, "materialized" + i, "MATERIALIZED VIEW " + name);
        RandomSchema.grant(genes, script, "materialized" + i, name, "SELECT", "SELECT");
        if (genes.has("materialized index" + i)) {
            script.add("CREATE UNIQUE INDEX " + name + "_i ON " + name + " (" + (query.startsWith("id +") ? "n" : "id")
                    + ")");
        }
    }
}
