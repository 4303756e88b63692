-- Organizations, their users and API keys, and the registry of models that they may call.
--
-- Closed sets of words (status, role, plan tier, …) are text with a CHECK, here and in every later migration, not enums.
-- A value added to a CHECK is validated without blocking writes, and both adding and removing one can be undone;
-- PostgreSQL has no ALTER TYPE … DROP VALUE, so an enum's down script would have to rewrite every column that uses it.

CREATE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION set_updated_at() IS
    'Row trigger: stamps updated_at with the time of the transaction, whatever the statement says.';

CREATE FUNCTION refuse_column_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '%.% cannot change after creation', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation',
              SCHEMA = TG_TABLE_SCHEMA,
              TABLE = TG_TABLE_NAME,
              COLUMN = TG_ARGV[0],
              HINT = 'Create a new row, and close or delete this one.';
END
$$;

COMMENT ON FUNCTION refuse_column_change() IS
    'Row trigger: refuses the update with SQLSTATE 23000, naming the column given as argument; the trigger''s WHEN decides when.';

CREATE TABLE organizations (
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    slug         text        NOT NULL,
    display_name text        NOT NULL,
    status       text        NOT NULL DEFAULT 'active',
    plan_tier    text        NOT NULL DEFAULT 'starter',
    token_budget bigint      NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    deleted_at   timestamptz,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_slug_key UNIQUE (slug),
    CONSTRAINT organizations_slug_check CHECK (length(slug) BETWEEN 3 AND 63 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT organizations_display_name_check CHECK (length(display_name) BETWEEN 1 AND 200),
    CONSTRAINT organizations_status_check CHECK (status IN ('active', 'suspended', 'closed')),
    CONSTRAINT organizations_plan_tier_check CHECK (plan_tier IN ('starter', 'growth', 'enterprise')),
    CONSTRAINT organizations_token_budget_check CHECK (token_budget >= 0),
    CONSTRAINT organizations_deleted_at_check CHECK (deleted_at >= created_at)
);

COMMENT ON TABLE organizations IS 'A customer: the tenant that users, keys and usage belong to.';
COMMENT ON COLUMN organizations.slug IS
    'Kebab-case name used in URLs and invoices. Cannot change, and stays taken after the organization is deleted.';
COMMENT ON COLUMN organizations.token_budget IS
    'Tokens, input plus output, that may be used per calendar month (UTC). 0 allows none.';
COMMENT ON COLUMN organizations.deleted_at IS 'Soft delete: NULL while the organization exists.';

-- BEFORE UPDATE without a column list: OF slug would miss a slug that another trigger changes.
CREATE TRIGGER organizations_keep_slug
    BEFORE UPDATE ON organizations
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug)
    EXECUTE FUNCTION refuse_column_change('slug');

CREATE TRIGGER organizations_set_updated_at
    BEFORE UPDATE ON organizations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- Erasing an organization takes its users, keys and own models along. Usage and audit entries have no such action, so
-- an organization that was ever billed or audited can only be soft-deleted.
CREATE TABLE users (
    id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL,
    email_encrypted bytea       NOT NULL,
    email_hash      bytea       NOT NULL,
    role            text        NOT NULL DEFAULT 'developer',
    status          text        NOT NULL DEFAULT 'invited',
    last_login_at   timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    deleted_at      timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_organization_id_email_hash_key UNIQUE (organization_id, email_hash),
    CONSTRAINT users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT users_email_encrypted_check CHECK (octet_length(email_encrypted) > 0),
    CONSTRAINT users_email_hash_check CHECK (octet_length(email_hash) = 32),
    CONSTRAINT users_role_check CHECK (role IN ('owner', 'admin', 'developer')),
    CONSTRAINT users_status_check CHECK (status IN ('active', 'invited', 'disabled')),
    CONSTRAINT users_deleted_at_check CHECK (deleted_at >= created_at)
);

COMMENT ON TABLE users IS 'A person in one organization. The same person in two organizations is two users.';
COMMENT ON COLUMN users.email_encrypted IS
    'Address, encrypted by the application with a random nonce: equal addresses give different bytes.';
COMMENT ON COLUMN users.email_hash IS
    'HMAC-SHA-256 of the normalized address, for lookup and uniqueness. The key never enters the database. '
    'Unique among deleted users too: inviting somebody again restores the row.';
COMMENT ON COLUMN users.deleted_at IS 'Soft delete: NULL while the user exists.';

CREATE TRIGGER users_set_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE api_keys (
    id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL,
    name            text        NOT NULL,
    secret_hash     bytea       NOT NULL,
    scopes          text[]      NOT NULL DEFAULT '{}',
    status          text        NOT NULL DEFAULT 'active',
    last_used_at    timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_organization_id_name_key UNIQUE (organization_id, name),
    -- What a composite foreign key refers to, so that usage cannot name another organization's key.
    CONSTRAINT api_keys_organization_id_id_key UNIQUE (organization_id, id),
    CONSTRAINT api_keys_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_secret_hash_check CHECK (octet_length(secret_hash) = 32),
    CONSTRAINT api_keys_scopes_check CHECK (array_position(scopes, NULL) IS NULL),
    CONSTRAINT api_keys_status_check CHECK (status IN ('active', 'rotating', 'revoked'))
);

COMMENT ON TABLE api_keys IS 'A credential of an organization. Revoked keys stay, because usage refers to them.';
COMMENT ON COLUMN api_keys.secret_hash IS
    'SHA-256 of the secret, which is random and shown once; requests are authenticated by looking this up.';
COMMENT ON COLUMN api_keys.scopes IS 'What the key may do, such as "chat:write". Empty allows nothing.';
COMMENT ON COLUMN api_keys.status IS 'A rotating key still works while its successor is being rolled out.';

CREATE TRIGGER api_keys_set_updated_at
    BEFORE UPDATE ON api_keys
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE model_registry_entries (
    id                 uuid           NOT NULL DEFAULT gen_random_uuid(),
    organization_id    uuid,
    name               text           NOT NULL,
    revision           text           NOT NULL,
    target             text           NOT NULL,
    cost_per_1k_tokens numeric(10, 4) NOT NULL,
    metadata           jsonb          NOT NULL DEFAULT '{}',
    created_at         timestamptz    NOT NULL DEFAULT now(),
    updated_at         timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT model_registry_entries_pkey PRIMARY KEY (id),
    -- NULLS NOT DISTINCT: a global model is as unique as an organization's own.
    CONSTRAINT model_registry_entries_name_revision_organization_id_key
        UNIQUE NULLS NOT DISTINCT (name, revision, organization_id),
    CONSTRAINT model_registry_entries_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT model_registry_entries_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT model_registry_entries_revision_check CHECK (length(revision) BETWEEN 1 AND 100),
    CONSTRAINT model_registry_entries_target_check CHECK (target IN ('managed', 'self_hosted')),
    CONSTRAINT model_registry_entries_cost_per_1k_tokens_check CHECK (cost_per_1k_tokens >= 0),
    CONSTRAINT model_registry_entries_metadata_check CHECK (jsonb_typeof(metadata) = 'object')
);

CREATE INDEX model_registry_entries_organization_id_idx ON model_registry_entries (organization_id);

COMMENT ON TABLE model_registry_entries IS 'One revision of a model that can be called, and what it costs.';
COMMENT ON COLUMN model_registry_entries.organization_id IS
    'The only organization that may use the model; NULL is global. Cannot change, since recorded usage depends on it.';
COMMENT ON COLUMN model_registry_entries.target IS 'Where it runs: on the platform (managed) or with the customer (self_hosted).';
COMMENT ON COLUMN model_registry_entries.cost_per_1k_tokens IS 'US dollars per 1,000 tokens, input and output alike.';

CREATE TRIGGER model_registry_entries_keep_organization_id
    BEFORE UPDATE ON model_registry_entries
    FOR EACH ROW WHEN (OLD.organization_id IS DISTINCT FROM NEW.organization_id)
    EXECUTE FUNCTION refuse_column_change('organization_id');

CREATE TRIGGER model_registry_entries_set_updated_at
    BEFORE UPDATE ON model_registry_entries
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
