package dev.plumbline.migrate;

import java.util.List;

/**
 * The ledger's tables, as the list of upgrades that made them: entry n leads from version n to n + 1. Entries are only ever
 * added, so that any older ledger finds its way.
 */
final class LedgerSchema {
    private LedgerSchema() {}

    /** {@code %1$s} is the schema, quoted. */
    private static final List<String> UPGRADES = List.of("""
            CREATE TABLE %1$s.ledger (
                version integer NOT NULL,
                tool_version text NOT NULL,
                upgraded_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE %1$s.migration_run (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                identity text NOT NULL,
                version text NOT NULL,
                slug text NOT NULL,
                direction text NOT NULL CHECK (direction IN ('up', 'down')),
                result text NOT NULL
                    CHECK (result IN ('running', 'done', 'failed', 'resolved', 'baseline', 'abandoned')),
                raw_checksum text NOT NULL,
                checksum text NOT NULL,
                canonicaliser integer NOT NULL,
                statement_checksums text[] NOT NULL,
                statements integer NOT NULL,
                author text NOT NULL,
                tool_version text NOT NULL,
                started_at timestamptz NOT NULL,
                duration_ms bigint NOT NULL,
                error text NOT NULL DEFAULT ''
            );
            CREATE INDEX migration_run_identity_idx ON %1$s.migration_run (identity);
            CREATE UNIQUE INDEX migration_run_running_key ON %1$s.migration_run (identity) WHERE result = 'running';
            CREATE TABLE %1$s.migration_step (
                run_id bigint NOT NULL REFERENCES %1$s.migration_run ON DELETE CASCADE,
                ordinal integer NOT NULL,
                first_statement integer NOT NULL,
                last_statement integer NOT NULL,
                alone boolean NOT NULL,
                state text NOT NULL CHECK (state IN ('intended', 'done', 'failed')),
                statement text NOT NULL,
                statement_checksums text[] NOT NULL,
                backend_pid integer NOT NULL,
                backend_start timestamptz NOT NULL,
                catalog_before text NOT NULL,
                started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                duration_ms bigint,
                error text NOT NULL DEFAULT '',
                PRIMARY KEY (run_id, ordinal)
            );
            COMMENT ON SCHEMA %1$s IS 'Plumbline: what was applied to this database, by whom and when';
            COMMENT ON TABLE %1$s.migration_run IS 'One row per script that was run; the newest row of a migration says where it stands';
            COMMENT ON TABLE %1$s.migration_step IS 'Progress of scripts that could not run as one transaction';
            """, """
            ALTER TABLE %1$s.migration_run ADD COLUMN locks jsonb NOT NULL DEFAULT '[]';
            COMMENT ON COLUMN %1$s.migration_run.locks IS 'Strong locks held on relations that others could see, and for how many ms';
            """, """
            ALTER TABLE %1$s.migration_step ADD COLUMN search_path text NOT NULL DEFAULT current_setting('search_path');
            """, """
            CREATE TABLE %1$s.migration_attempt (
                run_id bigint NOT NULL REFERENCES %1$s.migration_run ON DELETE CASCADE,
                ordinal integer NOT NULL,
                author text NOT NULL,
                tool_version text NOT NULL,
                started_at timestamptz NOT NULL,
                duration_ms bigint NOT NULL,
                statements_done integer NOT NULL,
                error text NOT NULL,
                PRIMARY KEY (run_id, ordinal)
            );
            COMMENT ON TABLE %1$s.migration_attempt IS 'Attempts that broke off, at scripts that a later attempt went on with';
            """);

    /** A table that is there from the newest version on, and not before. */
    static final String NEWEST_TABLE = "migration_attempt";

    /** The version that this Plumbline writes. */
    static int current() {
        return UPGRADES.size();
    }

    /** The statements that lead from {@code version} to the next, for a quoted schema name. */
    static String upgrade(int version, String schema) {
        return UPGRADES.get(version).formatted(schema);
    }
}
