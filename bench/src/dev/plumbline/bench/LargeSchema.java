package dev.plumbline.bench;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.util.List;

/** A schema of many tables, and fifty changes of it: in SQL that the server itself repeats, so that making it takes seconds. */
final class LargeSchema {
    /** How many tables what Plumbline reaches for is meant for; each has ten columns. */
    static final int TABLES = 10_000;

    private static final int COLUMNS_PER_TABLE = 10;

    /** Tables of one schema, which are made by one statement. */
    private static final int PER_SCHEMA = 500;

    private static final String SHARED = """
            DO $do$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_reader') THEN
                    CREATE ROLE bench_reader NOLOGIN;
                END IF;
            END $do$;
            CREATE TYPE public.progress AS ENUM ('new', 'open', 'done');
            CREATE DOMAIN public.percentage AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
            CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN NEW.updated_at := now(); RETURN NEW; END $f$;
            """;

    /** Every table has a key, a foreign key, checks, defaults and indexes; some have what some tables have. */
    private static final String SCHEMA = """
            CREATE SCHEMA area_%1$d;
            DO $do$
            DECLARE
                area text := 'area_%1$d';
                t text;
            BEGIN
                FOR i IN 1 .. %2$d LOOP
                    t := format('%%s.ledger_entry_%%s', area, i);
                    EXECUTE format($sql$
                        CREATE TABLE %%1$s (
                            id bigint %%3$s PRIMARY KEY,
                            parent_id bigint %%4$s,
                            name varchar(200) NOT NULL,
                            state public.progress NOT NULL DEFAULT 'new',
                            amount numeric(12, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
                            share public.percentage,
                            tags text[] NOT NULL DEFAULT '{}',
                            payload jsonb NOT NULL DEFAULT '{}'::jsonb,
                            created_at timestamptz NOT NULL DEFAULT now(),
                            updated_at timestamptz,
                            CONSTRAINT %%2$s_times CHECK (updated_at IS NULL OR updated_at >= created_at)
                        );
                        CREATE INDEX ON %%1$s (parent_id, created_at DESC)
                    $sql$, t, 'ledger_entry_' || i,
                        CASE WHEN i %% 2 = 0 THEN 'GENERATED ALWAYS AS IDENTITY' ELSE 'NOT NULL' END,
                        CASE WHEN i > 1 THEN format('REFERENCES %%s.ledger_entry_%%s ON DELETE CASCADE', area, i - 1) END);
                    IF i %% 2 = 0 THEN
                        EXECUTE format('COMMENT ON TABLE %%s IS %%L', t, 'What the back office books, part ' || i);
                        EXECUTE format('COMMENT ON COLUMN %%s.amount IS %%L', t, 'In the currency of the account');
                    END IF;
                    IF i %% 3 = 0 THEN
                        EXECUTE format('CREATE UNIQUE INDEX ON %%s (lower(name)) WHERE state <> ''done''', t);
                    END IF;
                    IF i %% 5 = 0 THEN
                        EXECUTE format('GRANT SELECT ON %%s TO bench_reader', t);
                        EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON %%s FOR EACH ROW EXECUTE FUNCTION public.touch()', t);
                    END IF;
                    IF i %% 20 = 0 THEN
                        EXECUTE format('CREATE VIEW %%s.open_%%s AS SELECT id, name, amount * share / 100 AS part FROM %%s'
                            ' WHERE state = ''open''', area, i, t);
                    END IF;
                    IF i %% 50 = 0 THEN
                        EXECUTE format('CREATE FUNCTION %%s.total_%%s() RETURNS numeric LANGUAGE sql STABLE'
                            ' AS ''SELECT sum(amount) FROM %%s''', area, i, t);
                    END IF;
                END LOOP;
            END $do$
            """;

    /** Ten kinds of change; five tables get each. */
    private static final List<String> CHANGES = List.of(
            "ALTER TABLE %1$s ADD note text",
            "ALTER TABLE %1$s DROP COLUMN payload",
            "ALTER TABLE %1$s ALTER amount TYPE numeric(14, 2)",
            "ALTER TABLE %1$s ALTER state SET DEFAULT 'open'",
            "ALTER TABLE %1$s ALTER share SET NOT NULL",
            "CREATE INDEX ON %1$s (state, created_at)",
            "ALTER TABLE %1$s ADD CHECK (name <> '')",
            "COMMENT ON TABLE %1$s IS 'Changed'",
            "CREATE TABLE %1$s_more (id bigint PRIMARY KEY REFERENCES %1$s, note text NOT NULL DEFAULT '')",
            "CREATE OR REPLACE FUNCTION public.rate_%2$d() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'");

    static final int DIFFERENCES = 50;

    private LargeSchema() {}

    /** Makes it in an empty database. */
    static void make(Session session, int tables) throws SQLException {
        session.execute(SHARED);
        for (int made = 0; made < tables; made += PER_SCHEMA) {
            session.execute(SCHEMA.formatted(made / PER_SCHEMA, Math.min(PER_SCHEMA, tables - made)));
        }
        // As in any database that has been there for a day.
        session.execute("ANALYZE");
        expect(session, "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^ledger_'", tables);
        expect(
                session,
                "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                        + " WHERE c.relkind = 'r' AND c.relname ~ '^ledger_' AND a.attnum > 0",
                (long) tables * COLUMNS_PER_TABLE);
    }

    /** Changes it at {@link #DIFFERENCES} places. */
    static void change(Session session, int tables) throws SQLException {
        for (int i = 0; i < DIFFERENCES; i++) {
            int table = (int) ((long) i * tables / DIFFERENCES);
            String name = "area_" + table / PER_SCHEMA + ".ledger_entry_" + (table % PER_SCHEMA + 1);
            session.execute(CHANGES.get(i % CHANGES.size()).formatted(name, i));
        }
    }

    private static void expect(Session session, String query, long wanted) throws SQLException {
        String found = session.text(query).orElse("nothing");
        if (!found.equals(Long.toString(wanted))) {
            throw new IllegalStateException("found " + found + " instead of " + wanted + ": " + query);
        }
    }
}
