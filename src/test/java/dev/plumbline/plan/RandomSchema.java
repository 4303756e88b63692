package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;

/** The script of a schema that its genes describe. What one gene wants and another makes impossible is left out. */
public final class RandomSchema {
    private final Genes genes;
    private final List<String> script = new ArrayList<>();

    private RandomSchema(Genes genes) {
        this.genes = genes;
    }

    public static String script(Genes genes) {
        RandomSchema schema = new RandomSchema(genes);
        schema.write();
        return String.join(";\n", schema.script) + ";\n";
    }

    private void write() {
        List<String> schemas = schemas();
        extensions(schemas);
        RandomTypes types = new RandomTypes(genes, script);
        types.write();
        sequences();
        routines();
        RandomTables tables = new RandomTables(genes, script, types);
        tables.write();
        new RandomFamilies(genes, script).write();
        new RandomViews(genes, script, tables).write();
        owned(tables);
        aroundAll(schemas, tables);
    }

    private List<String> schemas() {
        List<String> schemas = new ArrayList<>();
        for (String name : List.of("app0", "app1")) {
            if (genes.has("schema " + name)) {
                schemas.add(name);
                script.add("CREATE SCHEMA " + name);
                grant("schema " + name, "SCHEMA " + name, "USAGE", "CREATE");
                comment("schema " + name, "SCHEMA " + name);
            }
        }
        return schemas;
    }

    private void extensions(List<String> schemas) {
        for (int i = 0; i < EXTENSIONS.length; i++) {
            String place = genes.of("extension" + i, "", "public", "app0", "app1");
            if (place.equals("public") || schemas.contains(place)) {
                script.add("CREATE EXTENSION " + EXTENSIONS[i] + " SCHEMA " + place);
            }
        }
    }

    private static final String[] EXTENSIONS = {"fuzzystrmatch", "pgcrypto", "xml2"};

    private void sequences() {
        for (int i = 0; i < 2; i++) {
            String name = "s" + i;
            String kind = genes.of("sequence" + i, "", "SEQUENCE", "UNLOGGED SEQUENCE");
            if (!kind.isEmpty()) {
                String options = genes.of(
                        "sequence options" + i,
                        "",
                        " AS int",
                        " INCREMENT 5 CACHE 3",
                        " INCREMENT -1 MINVALUE -100 MAXVALUE 50 START 40 CYCLE");
                script.add("CREATE " + kind + " " + name + options);
                grant("sequence" + i, "SEQUENCE " + name, "USAGE", "SELECT, UPDATE");
                comment("sequence" + i, "SEQUENCE " + name);
            }
        }
    }

    private void owned(RandomTables tables) {
        for (int i = 0; i < 2; i++) {
            boolean mayOwn = genes.pick("sequence" + i, 3) == 1;
            int owner = genes.pick("sequence owner" + i, 3);
            if (mayOwn && owner > 0 && tables.isThere(owner - 1) && !tables.isUnlogged(owner - 1)) {
                script.add("ALTER SEQUENCE s" + i + " OWNED BY t" + (owner - 1) + ".id");
            }
        }
    }

    /** Of the functions that others call there is always one; what it is like is open. */
    private void routines() {
        script.add("CREATE FUNCTION f0(n int) RETURNS " + genes.of("function result0", "int", "bigint")
                + " LANGUAGE sql " + genes.of("function volatility0", "IMMUTABLE", "STABLE", "VOLATILE")
                + genes.of("function body0", " AS 'SELECT n + 1'", " AS 'SELECT n + 2'", " RETURN n + 1"));
        script.add("CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS '"
                + genes.of("trigger function", "BEGIN RETURN new; END", "BEGIN RETURN NULL; END") + "'");
        script.add("CREATE FUNCTION etf() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
        for (int i = 1; i < 3; i++) {
            String name = "f" + i;
            switch (genes.pick("routine" + i, 7)) {
                case 1 ->
                    script.add("CREATE FUNCTION " + name + "(a int, b text DEFAULT 'x') RETURNS text LANGUAGE sql"
                            + " AS 'SELECT b || a'");
                case 2 ->
                    script.add("CREATE FUNCTION " + name + "(x int, b text DEFAULT 'y') RETURNS text LANGUAGE sql"
                            + " STRICT AS 'SELECT b || x'");
                case 3 -> script.add("CREATE PROCEDURE " + name + "(a int) LANGUAGE sql AS 'SELECT a'");
                case 4 -> script.add("CREATE PROCEDURE " + name + "(a int) LANGUAGE sql AS 'SELECT a + 1'");
                case 5 -> script.add("CREATE AGGREGATE " + name + "(int) (SFUNC = int4pl, STYPE = int)");
                case 6 ->
                    script.add("CREATE AGGREGATE " + name + "(int) (SFUNC = int4pl, STYPE = int, INITCOND = '5')");
                default -> {
                    continue;
                }
            }
            comment("routine" + i, "ROUTINE " + name);
            grant("routine" + i, "ROUTINE " + name, "EXECUTE", "EXECUTE");
        }
    }

    private void aroundAll(List<String> schemas, RandomTables tables) {
        publication(schemas, tables);
        defaultPrivileges(schemas);
        String event = genes.of(
                "event trigger",
                "",
                "ddl_command_end",
                "ddl_command_start WHEN TAG IN ('CREATE TABLE')",
                "ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE VIEW')");
        if (!event.isEmpty()) {
            script.add("CREATE EVENT TRIGGER et ON " + event + " EXECUTE FUNCTION etf()");
            comment("event trigger", "EVENT TRIGGER et");
            String firing = genes.of("event trigger firing", "", "DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA");
            if (!firing.isEmpty()) {
                script.add("ALTER EVENT TRIGGER et " + firing);
            }
        }
    }

    private void publication(List<String> schemas, RandomTables tables) {
        boolean hasTable = tables.isThere(0) && !tables.isUnlogged(0);
        String what =
                switch (genes.pick("publication", 6)) {
                    case 1 -> " FOR ALL TABLES";
                    case 2 -> hasTable ? " FOR TABLE t0" : "";
                    case 3 -> hasTable ? " FOR TABLE t0 (id)" : "";
                    case 4 -> hasTable ? " FOR TABLE t0 WHERE (id IS NOT NULL)" : "";
                    case 5 -> schemas.contains("app0") ? " FOR TABLES IN SCHEMA app0" : "";
                    default -> "none";
                };
        if (!what.equals("none")) {
            script.add("CREATE PUBLICATION pub" + what
                    + genes.of(
                            "publication options",
                            "",
                            " WITH (publish = 'insert')",
                            " WITH (publish = 'insert, update', publish_via_partition_root)"));
            comment("publication", "PUBLICATION pub");
        }
    }

    private void defaultPrivileges(List<String> schemas) {
        for (String place : List.of("", "app0")) {
            String where = place.isEmpty() ? "" : " IN SCHEMA " + place;
            if (place.isEmpty() || schemas.contains(place)) {
                switch (genes.pick("default privileges" + place.length(), 4)) {
                    case 1 ->
                        script.add("ALTER DEFAULT PRIVILEGES" + where + " GRANT SELECT ON SEQUENCES TO roundtrip_a");
                    case 2 ->
                        script.add("ALTER DEFAULT PRIVILEGES" + where
                                + " GRANT SELECT, USAGE ON SEQUENCES TO roundtrip_a WITH GRANT OPTION");
                    case 3 ->
                        script.add("ALTER DEFAULT PRIVILEGES" + where + " GRANT EXECUTE ON FUNCTIONS TO roundtrip_b");
                    default -> {
                        // None.
                    }
                }
            }
        }
    }

    private void comment(String gene, String object) {
        comment(genes, script, gene, object);
    }

    private void grant(String gene, String object, String one, String other) {
        grant(genes, script, gene, object, one, other);
    }

    static void comment(Genes genes, List<String> script, String gene, String object) {
        String text = genes.of("comment " + gene, "", "", "one's own", "another");
        if (!text.isEmpty()) {
            script.add("COMMENT ON " + object + " IS '" + text.replace("'", "''") + "'");
        }
    }

    static void grant(Genes genes, List<String> script, String gene, String object, String one, String other) {
        switch (genes.pick("grant " + gene, 5)) {
            case 2 -> script.add("GRANT " + one + " ON " + object + " TO roundtrip_a");
            case 3 -> script.add("GRANT " + other + " ON " + object + " TO roundtrip_b WITH GRANT OPTION");
            case 4 -> script.add("GRANT " + one + " ON " + object + " TO roundtrip_a, roundtrip_b");
            default -> {
                // The owner's alone.
            }
        }
    }
}
