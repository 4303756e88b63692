-- Who did what to what. Entries are only ever added.

CREATE TABLE audit_log_entries (
    id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    occurred_at     timestamptz NOT NULL DEFAULT now(),
    organization_id uuid,
    actor_type      text        NOT NULL,
    actor           text        NOT NULL,
    action          text        NOT NULL,
    target_type     text        NOT NULL,
    target_id       text        NOT NULL,
    metadata        jsonb       NOT NULL DEFAULT '{}',
    migration_hash  bytea,
    CONSTRAINT audit_log_entries_pkey PRIMARY KEY (id),
    -- No action: a cascade would have to delete entries, and SET NULL to change them.
    CONSTRAINT audit_log_entries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id),
    CONSTRAINT audit_log_entries_actor_type_check CHECK (actor_type IN ('user', 'service', 'migration')),
    CONSTRAINT audit_log_entries_actor_check CHECK (length(actor) BETWEEN 1 AND 200),
    CONSTRAINT audit_log_entries_action_check CHECK (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
    CONSTRAINT audit_log_entries_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
    CONSTRAINT audit_log_entries_migration_hash_check CHECK (octet_length(migration_hash) = 32),
    CONSTRAINT audit_log_entries_actor_type_migration_hash_check
        CHECK ((actor_type = 'migration') = (migration_hash IS NOT NULL))
);

CREATE INDEX audit_log_entries_organization_id_occurred_at_idx ON audit_log_entries (organization_id, occurred_at);

COMMENT ON TABLE audit_log_entries IS
    'Append-only record of what users, services and migrations did. Changing or removing entries fails with SQLSTATE 23000.';
COMMENT ON COLUMN audit_log_entries.organization_id IS 'NULL for what concerns the whole platform, such as a migration.';
COMMENT ON COLUMN audit_log_entries.actor IS
    'Id of the user or name of the service or migration. Not a foreign key: the entry outlives the actor.';
COMMENT ON COLUMN audit_log_entries.action IS 'Dotted verb, such as "api_key.revoke".';
COMMENT ON COLUMN audit_log_entries.target_id IS 'Id of what was acted on, as text. Not a foreign key, as with actor.';
COMMENT ON COLUMN audit_log_entries.migration_hash IS
    'SHA-256 of the migration file that acted; set exactly when actor_type is migration.';

CREATE FUNCTION refuse_audit_log_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation',
              SCHEMA = TG_TABLE_SCHEMA,
              TABLE = TG_TABLE_NAME,
              HINT = 'Add an entry that corrects the earlier one.';
END
$$;

COMMENT ON FUNCTION refuse_audit_log_change() IS
    'Statement trigger of audit_log_entries: refuses UPDATE, DELETE and TRUNCATE with SQLSTATE 23000.';

-- Per statement, because TRUNCATE has no rows, and an UPDATE that matches none should not pass for an allowed one.
CREATE TRIGGER audit_log_entries_refuse_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_log_change();

-- An ordinary trigger does not fire under session_replication_role = replica.
ALTER TABLE audit_log_entries ENABLE ALWAYS TRIGGER audit_log_entries_refuse_change;
