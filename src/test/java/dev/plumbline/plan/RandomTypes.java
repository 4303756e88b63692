package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;

/** Random enums, domains, composites, ranges and collations, and columns' types made of them. */
final class RandomTypes {
    private final Genes genes;
    private final List<String> script;
    private final List<String> named = new ArrayList<>();

    RandomTypes(Genes genes, List<String> script) {
        this.genes = genes;
        this.script = script;
    }

    void write() {
        for (int i = 0; i < 2; i++) {
            collation(i);
            labels(i);
            composite(i);
            range(i);
            domain(i);
        }
    }

    private void collation(int i) {
        String how = genes.of(
                "collation" + i,
                "",
                "(provider = icu, locale = 'de')",
                "(provider = icu, locale = 'sv')",
                "(provider = icu, locale = 'und', deterministic = false)",
                "(provider = libc, locale = 'C')");
        if (!how.isEmpty()) {
            script.add("CREATE COLLATION c" + i + " " + how);
            named.add("c" + i);
            RandomSchema.comment(genes, script, "collation" + i, "COLLATION c" + i);
        }
    }

    private void labels(int i) {
        String labels = genes.of("enum" + i, "", "'a', 'b'", "'a', 'b', 'c'", "'a', 'x', 'b'", "'b', 'a'", "'a'");
        if (!labels.isEmpty()) {
            type("e" + i, "enum" + i, "CREATE TYPE e" + i + " AS ENUM (" + labels + ")");
        }
    }

    private void composite(int i) {
        String fields =
                genes.of("composite" + i, "", "a int", "a int, b text", "a bigint, b text COLLATE \"C\"", "b text");
        if (!fields.isEmpty()) {
            type("k" + i, "composite" + i, "CREATE TYPE k" + i + " AS (" + fields + ")");
        }
    }

    private void range(int i) {
        String how = genes.of(
                "range" + i,
                "",
                "SUBTYPE = float8",
                "SUBTYPE = float8, SUBTYPE_DIFF = float8mi",
                "SUBTYPE = numeric",
                "SUBTYPE = float8, MULTIRANGE_TYPE_NAME = many" + i);
        if (!how.isEmpty()) {
            type("r" + i, "range" + i, "CREATE TYPE r" + i + " AS RANGE (" + how + ")");
        }
    }

    private void domain(int i) {
        String base = genes.of("domain" + i, "", "int", "bigint", "text", "varchar(10)", "e" + i, "e" + i + "[]");
        if (base.isEmpty() || (base.startsWith("e") && !named.contains("e" + i))) {
            return;
        }
        String value = base.startsWith("e")
                ? base.endsWith("]") ? "'{a}'" : "'a'"
                : genes.of("domain value" + i, "'1'", "'2'");
        script.add("CREATE DOMAIN d" + i + " AS " + base
                + (genes.has("domain default" + i) ? " DEFAULT " + value : "")
                + (genes.has("domain not null" + i) ? " NOT NULL" : ""));
        named.add("d" + i);
        String check = genes.of("domain check" + i, "", "VALUE IS DISTINCT FROM '" + "7'", "VALUE IS NOT NULL OR true");
        if (!check.isEmpty() && !base.startsWith("e")) {
            String name = genes.of("domain check name" + i, "fine", "good");
            script.add("ALTER DOMAIN d" + i + " ADD CONSTRAINT " + name + " CHECK (" + check + ")"
                    + genes.of("domain check valid" + i, "", " NOT VALID"));
            RandomSchema.comment(genes, script, "domain check" + i, "CONSTRAINT " + name + " ON DOMAIN d" + i);
        }
        RandomSchema.comment(genes, script, "domain" + i, "DOMAIN d" + i);
        RandomSchema.grant(genes, script, "domain" + i, "DOMAIN d" + i, "USAGE", "USAGE");
    }

    private void type(String name, String gene, String statement) {
        script.add(statement);
        named.add(name);
        RandomSchema.comment(genes, script, gene, "TYPE " + name);
        RandomSchema.grant(genes, script, gene, "TYPE " + name, "USAGE", "USAGE");
    }

    /** The type of a column, and what follows it up to the default; empty where there is none. */
    String column(String gene) {
        String type = genes.of(
                gene + " type",
                "",
                "int",
                "bigint",
                "text",
                "varchar(10)",
                "varchar(20)",
                "numeric(10,2)",
                "jsonb",
                "timestamptz",
                "date",
                "uuid",
                "text[]",
                "e0",
                "e1",
                "d0",
                "k0",
                "r0",
                "boolean",
                "text COLLATE c0",
                "text COLLATE \"C\"",
                "d1[]",
                "e0[]");
        String own = type.replace("text COLLATE ", "").replace("[]", "");
        return own.length() == 2 && !named.contains(own) ? "text" : type;
    }
}
