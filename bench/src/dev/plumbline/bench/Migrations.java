package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same small tables, written down as each tool wants its files. */
final class Migrations {
    private static final List<String> NOUNS =
            List.of("customer", "invoice", "shipment", "warehouse", "payment", "contract", "device", "ticket");

    private static final String UP = """
            -- Keeps every %1$s that the back office works with.
            CREATE TABLE %2$s (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                account_id bigint NOT NULL,
                name text NOT NULL,
                amount numeric(12, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
                created_at timestamptz NOT NULL DEFAULT now()
            );

            CREATE INDEX %2$s_account_id_idx ON %2$s (account_id, created_at);
            """;

    /** Counts what a tool made: a table, its key and its index each. */
    static final String TABLES = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname ~ '_[0-9]{5}$'";

    static final String INDEXES =
            "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'" + " AND tablename ~ '_[0-9]{5}$'";

    private final Path directory;
    private final int count;

    private Migrations(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    static Migrations write(Path directory, int count) throws IOException {
        Migrations migrations = new Migrations(directory, count);
        for (String tool : List.of("plumb", "psql", "flyway", "liquibase/changes", "dbmate")) {
            Files.createDirectories(directory.resolve(tool));
        }
        StringBuilder script = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            String noun = NOUNS.get(i % NOUNS.size());
            String number = "%05d".formatted(i);
            String table = noun + "_" + number;
            String up = UP.formatted(noun, table);
            String down = "DROP TABLE " + table + ";\n";
            Path file = directory.resolve("psql", number + "_create_" + table + ".sql");
            migrations.file("plumb", number + "_create_" + table + ".up.sql", up);
            migrations.file("plumb", number + "_create_" + table + ".down.sql", down);
            Files.writeString(file, up);
            script.append("BEGIN;\n\\i ").append(file).append("\nCOMMIT;\n");
            migrations.file("flyway", "V" + number + "__create_" + table + ".sql", up);
            migrations.file(
                    "liquibase/changes",
                    number + "_create_" + table + ".sql",
                    "-- liquibase formatted sql\n\n-- changeset bench:" + number + "\n" + up + "-- rollback " + down);
            migrations.file(
                    "dbmate",
                    number + "_create_" + table + ".sql",
                    "-- migrate:up\n" + up + "\n-- migrate:down\n" + down);
        }
        Files.writeString(migrations.script(), script);
        migrations.file(
                "liquibase",
                "changelog.yaml",
                "databaseChangeLog:\n  - includeAll:\n      path: changes\n" + "      relativeToChangelogFile: true\n");
        return migrations;
    }

    private void file(String tool, String name, String text) throws IOException {
        Files.writeString(directory.resolve(tool, name), text);
    }

    int count() {
        return count;
    }

    Path of(String tool) {
        return directory.resolve(tool);
    }

    /** Everything as one psql script: each file in a transaction of its own. */
    Path script() {
        return directory.resolve("psql", "all.psql");
    }
}
