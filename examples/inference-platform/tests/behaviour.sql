-- What the schema promises, run against a database to which all migrations were applied and that holds no rows.
--
-- A block starts with "-- test:" and is run in a transaction of its own, which is rolled back. If it ends with
-- "-- expect: SQLSTATE", its last statement must fail with that state and those before it must succeed; otherwise all
-- must succeed. Needs a superuser or the owner of the tables; the one block that sets session_replication_role, a superuser.

-- test: a kebab-case slug is accepted
INSERT INTO organizations (slug, display_name) VALUES
    ('acme', 'Acme'), ('acme-labs', 'Acme Labs'), ('4-you', '4 You'), ('a1-b2-c3', 'A1');
DO $$
BEGIN
    ASSERT (SELECT count(*) FROM organizations WHERE status = 'active' AND plan_tier = 'starter' AND token_budget = 0) = 4,
        'new organizations are active, on the starter plan and without budget';
END
$$;

-- test: an upper-case letter in a slug is refused
INSERT INTO organizations (slug, display_name) VALUES ('Acme', 'Acme');
-- expect: 23514

-- test: an underscore in a slug is refused
INSERT INTO organizations (slug, display_name) VALUES ('acme_labs', 'Acme');
-- expect: 23514

-- test: two hyphens in a row in a slug are refused
INSERT INTO organizations (slug, display_name) VALUES ('acme--labs', 'Acme');
-- expect: 23514

-- test: a hyphen at the end of a slug is refused
INSERT INTO organizations (slug, display_name) VALUES ('acme-', 'Acme');
-- expect: 23514

-- test: a line break at the end of a slug is refused
INSERT INTO organizations (slug, display_name) VALUES (E'acme\n', 'Acme');
-- expect: 23514

-- test: a slug of two letters is refused
INSERT INTO organizations (slug, display_name) VALUES ('ab', 'Acme');
-- expect: 23514

-- test: a slug of 64 letters is refused
INSERT INTO organizations (slug, display_name) VALUES (repeat('a', 64), 'Acme');
-- expect: 23514

-- test: a slug cannot change
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
UPDATE organizations SET slug = 'apex' WHERE id = 'a0000000-0000-4000-8000-000000000001';
-- expect: 23000

-- test: an update that repeats the slug is accepted
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
UPDATE organizations SET slug = 'acme', display_name = 'Acme Inc.', status = 'suspended' WHERE id = 'a0000000-0000-4000-8000-000000000001';
DO $$
BEGIN
    ASSERT (SELECT display_name = 'Acme Inc.' AND status = 'suspended' FROM organizations), 'the other columns changed';
END
$$;

-- test: two organizations cannot share a slug
INSERT INTO organizations (slug, display_name) VALUES ('acme', 'Acme');
INSERT INTO organizations (slug, display_name) VALUES ('acme', 'Acme');
-- expect: 23505

-- test: the slug of a deleted organization stays taken
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
UPDATE organizations SET status = 'closed', deleted_at = now();
INSERT INTO organizations (slug, display_name) VALUES ('acme', 'Acme');
-- expect: 23505

-- test: an unknown organization status is refused
INSERT INTO organizations (slug, display_name, status) VALUES ('acme', 'Acme', 'paused');
-- expect: 23514

-- test: an unknown plan tier is refused
INSERT INTO organizations (slug, display_name, plan_tier) VALUES ('acme', 'Acme', 'free');
-- expect: 23514

-- test: a negative token budget is refused
INSERT INTO organizations (slug, display_name, token_budget) VALUES ('acme', 'Acme', -1);
-- expect: 23514

-- test: an empty display name is refused
INSERT INTO organizations (slug, display_name) VALUES ('acme', '');
-- expect: 23514

-- test: an organization cannot be deleted before it was created
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
UPDATE organizations SET deleted_at = now() - interval '1 day';
-- expect: 23514

-- test: updated_at follows every update, whatever the statement says
INSERT INTO organizations (id, slug, display_name, created_at, updated_at) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme', '2025-01-01 00:00+00', '2025-01-01 00:00+00');
INSERT INTO api_keys (id, organization_id, name, secret_hash, updated_at) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'), '2025-01-01 00:00+00');
INSERT INTO users (organization_id, email_encrypted, email_hash, updated_at) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'), '2025-01-01 00:00+00');
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens, updated_at) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5, '2025-01-01 00:00+00');
UPDATE organizations SET display_name = 'Acme Inc.', updated_at = '2001-01-01 00:00+00';
UPDATE api_keys SET last_used_at = now();
UPDATE users SET last_login_at = now();
UPDATE model_registry_entries SET cost_per_1k_tokens = 0.6;
DO $$
BEGIN
    ASSERT (SELECT updated_at = now() AND created_at < now() FROM organizations), 'organizations';
    ASSERT (SELECT updated_at = now() FROM api_keys), 'api_keys';
    ASSERT (SELECT updated_at = now() FROM users), 'users';
    ASSERT (SELECT updated_at = now() FROM model_registry_entries), 'model_registry_entries';
END
$$;

-- test: erasing an organization without usage takes its users, keys and models along
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'ci', sha256('bolt ci'));
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000002', '\x01', sha256('ann'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'own', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
DELETE FROM organizations WHERE id = 'a0000000-0000-4000-8000-000000000001';
DO $$
BEGIN
    ASSERT (SELECT count(*) FROM users) = 1, 'only the other organization''s user is left';
    ASSERT (SELECT count(*) FROM api_keys) = 1, 'only the other organization''s key is left';
    ASSERT (SELECT count(*) FROM model_registry_entries) = 1, 'the global model is left';
END
$$;

-- test: two users of one organization cannot share an address
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
-- expect: 23505

-- test: the address of a deleted user stays taken
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash, deleted_at) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'), now());
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
-- expect: 23505

-- test: one address may be used in two organizations
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000002', '\x01', sha256('ann'));

-- test: an address hash of other than 32 bytes is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha224('ann'));
-- expect: 23514

-- test: an empty encrypted address is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '', sha256('ann'));
-- expect: 23514

-- test: a user of no organization is refused
INSERT INTO users (organization_id, email_encrypted, email_hash) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'));
-- expect: 23503

-- test: a user may have each of the four roles
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('owner'), 'owner');
INSERT INTO users (organization_id, email_encrypted, email_hash, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('admin'), 'admin');
INSERT INTO users (organization_id, email_encrypted, email_hash, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('developer'), 'developer');
INSERT INTO users (organization_id, email_encrypted, email_hash, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('billing'), 'billing');

-- test: an unknown role is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'), 'viewer');
-- expect: 23514

-- test: one valid constraint is left after the role was added
DO $$
BEGIN
    ASSERT (SELECT array_agg(conname::text) = '{users_role_check}' AND bool_and(convalidated) FROM pg_constraint
            WHERE conrelid = 'users'::regclass AND contype = 'c' AND conname LIKE 'users_role%'),
        'users_role_check, valid, and nothing beside it';
END
$$;

-- test: an unknown user status is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash, status) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'), 'asleep');
-- expect: 23514

-- test: a user cannot be deleted before it was created
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO users (organization_id, email_encrypted, email_hash, deleted_at) VALUES
    ('a0000000-0000-4000-8000-000000000001', '\x01', sha256('ann'), now() - interval '1 day');
-- expect: 23514

-- test: two keys of one organization cannot share a name
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('other'));
-- expect: 23505

-- test: keys of two organizations may share a name
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'ci', sha256('bolt ci'));

-- test: an empty key name is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', '', sha256('acme ci'));
-- expect: 23514

-- test: two keys cannot share a secret
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'ci', sha256('acme ci'));
-- expect: 23505

-- test: a key secret that is not a 32-byte hash is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', 'sk-live-1');
-- expect: 23514

-- test: a NULL among the scopes is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash, scopes) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'), ARRAY['chat:write', NULL]);
-- expect: 23514

-- test: an unknown key status is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
UPDATE api_keys SET status = 'lost';
-- expect: 23514

-- test: a global model cannot be registered twice
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', NULL, 'llama', '1', 'managed', 0.5);
-- expect: 23505

-- test: a model of an organization cannot be registered twice
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000001', 'llama', '1', 'managed', 0.5);
-- expect: 23505

-- test: a model may be global, and have namesakes in organizations and another revision
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (name, revision, target, cost_per_1k_tokens) VALUES ('llama', '2', 'self_hosted', 0);

-- test: an empty model name is refused
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, '', '1', 'managed', 0.5);
-- expect: 23514

-- test: an empty model revision is refused
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '', 'managed', 0.5);
-- expect: 23514

-- test: a model cannot move to another organization
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'own', '1', 'managed', 0.5);
UPDATE model_registry_entries SET organization_id = 'a0000000-0000-4000-8000-000000000002';
-- expect: 23000

-- test: an organization's model cannot become global
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'own', '1', 'managed', 0.5);
UPDATE model_registry_entries SET organization_id = NULL;
-- expect: 23000

-- test: an unknown target is refused
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'edge', 0.5);
-- expect: 23514

-- test: a negative price is refused
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', -0.0001);
-- expect: 23514

-- test: a price of a million is refused
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 1000000);
-- expect: 22003

-- test: model metadata must be an object
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens, metadata) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5, '[]');
-- expect: 23514

-- test: an event with a global model lands in the partition of its month
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, input_tokens, output_tokens, cost)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', 100, 20, 0.06);
DO $$
BEGIN
    ASSERT (SELECT tableoid::regclass::text FROM usage_events) = 'usage_events_y2025m11', 'November 2025';
END
$$;

-- test: months begin and end in UTC, whatever the session's time zone
SET LOCAL TimeZone = 'Australia/Sydney';
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-30 23:59:59.999999+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-12-01 00:00:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DO $$
BEGIN
    ASSERT (SELECT array_agg(tableoid::regclass::text ORDER BY occurred_at) FROM usage_events)
        = '{usage_events_y2025m11,usage_events_y2025m12}', 'the last microsecond of November, and December';
END
$$;

-- test: an event of an organization's own model is accepted
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'own', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000002', 10, 'success', 'eu-west-1');

-- test: an event cannot name another organization's key
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'ci', sha256('bolt ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
-- expect: 23503

-- test: an event cannot name another organization's model
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'own', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000003', 10, 'success', 'eu-west-1');
-- expect: 23503

-- test: an event cannot be changed to another organization's model
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'own', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
UPDATE usage_events SET model_id = 'c0000000-0000-4000-8000-000000000003';
-- expect: 23503

-- test: an event cannot name an unknown model
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
-- expect: 23503

-- test: an unprepared month does not lift the checks on an event
INSERT INTO organizations (id, slug, display_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme'),
    ('a0000000-0000-4000-8000-000000000002', 'bolt', 'Bolt');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'own', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2019-05-05 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000003', 10, 'success', 'eu-west-1');
-- expect: 23503

-- test: negative input tokens are refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, input_tokens)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', -1);
-- expect: 23514

-- test: negative output tokens are refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, output_tokens)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', -1);
-- expect: 23514

-- test: a negative latency is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', -10, 'success', 'eu-west-1');
-- expect: 23514

-- test: a negative cost is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, cost)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', -0.01);
-- expect: 23514

-- test: an unknown event status is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'timeout', 'eu-west-1');
-- expect: 23514

-- test: an error without a code is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'error', 'eu-west-1');
-- expect: 23514

-- test: a code without an error is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, error_code)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'rate_limited', 'eu-west-1', 'quota');
-- expect: 23514

-- test: an error with a code is accepted
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, error_code)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'error', 'eu-west-1', 'upstream_timeout');

-- test: a region must be kebab-case
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'EU West');
-- expect: 23514

-- test: an event sent twice is refused
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, id)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', 'e0000000-0000-4000-8000-000000000001');
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, id)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', 'e0000000-0000-4000-8000-000000000001');
-- expect: 23505

-- test: a key that was used cannot be deleted
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DELETE FROM api_keys WHERE id = 'b0000000-0000-4000-8000-000000000001';
-- expect: 23503

-- test: a model that was used cannot be deleted
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DELETE FROM model_registry_entries WHERE id = 'c0000000-0000-4000-8000-000000000001';
-- expect: 23503

-- test: an organization that was billed cannot be erased
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2025-11-20 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DELETE FROM organizations WHERE id = 'a0000000-0000-4000-8000-000000000001';
-- expect: 23503

-- test: the migrations make twelve months and a default partition
DO $$
BEGIN
    ASSERT (SELECT array_agg(inhrelid::regclass::text ORDER BY inhrelid::regclass::text COLLATE "C")
            FROM pg_inherits WHERE inhparent = 'usage_events'::regclass)
        = 'usage_events_default'::text || ARRAY(SELECT to_char(month, '"usage_events_y"YYYY"m"MM')
            FROM generate_series('2025-11-01'::timestamp, '2026-10-01', '1 month') AS month),
        'November 2025 to October 2026';
END
$$;

-- test: creating partitions returns the new ones, and nothing the second time
DO $$
DECLARE
    made text[];
BEGIN
    made := ARRAY(SELECT create_usage_event_partitions('2030-11-17', 3));
    ASSERT made = '{usage_events_y2030m11,usage_events_y2030m12,usage_events_y2031m01}', made::text;
    ASSERT ARRAY(SELECT create_usage_event_partitions('2030-11-01', 3)) = '{}', 'all three exist';
    ASSERT ARRAY(SELECT create_usage_event_partitions('2030-12-01', 3)) = '{usage_events_y2031m02}', 'one was missing';
END
$$;

-- test: a partition made in another time zone has the same bounds
SET LOCAL TimeZone = 'America/Los_Angeles';
SELECT create_usage_event_partitions('2030-01-01', 1);
SET LOCAL TimeZone = 'UTC';
DO $$
BEGIN
    ASSERT (SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = 'usage_events_y2030m01'::regclass)
        = 'FOR VALUES FROM (''2030-01-01 00:00:00+00'') TO (''2030-02-01 00:00:00+00'')', 'January in UTC';
END
$$;

-- test: a partition made later has the indexes, constraints and triggers of the first ones
SELECT create_usage_event_partitions('2030-01-01', 1);
DO $$
DECLARE
    catalog_query text;
    first_count bigint;
    later_count bigint;
BEGIN
    FOREACH catalog_query IN ARRAY ARRAY[
        'SELECT count(*) FROM pg_index WHERE indrelid = $1 AND indisvalid',
        'SELECT count(*) FROM pg_constraint WHERE conrelid = $1 AND convalidated AND NOT conislocal',
        'SELECT count(*) FROM pg_trigger WHERE tgrelid = $1'
    ] LOOP
        EXECUTE catalog_query INTO STRICT first_count USING 'usage_events_y2025m11'::regclass;
        EXECUTE catalog_query INTO STRICT later_count USING 'usage_events_y2030m01'::regclass;
        ASSERT first_count > 0 AND later_count = first_count, catalog_query;
    END LOOP;
END
$$;

-- test: an event of an unprepared month waits in the default partition and moves when its month is made
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2019-05-05 12:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DO $$
BEGIN
    ASSERT (SELECT tableoid::regclass::text FROM usage_events) = 'usage_events_default', 'waits';
    PERFORM create_usage_event_partitions('2019-05-01', 1);
    ASSERT (SELECT tableoid::regclass::text FROM usage_events) = 'usage_events_y2019m05', 'moved';
END
$$;

-- test: a table that bears the name of a partition is not taken for it
CREATE TABLE usage_events_y2030m01 ();
SELECT create_usage_event_partitions('2030-01-01', 1);
-- expect: 42P07

-- test: zero months are refused
SELECT create_usage_event_partitions('2030-01-01', 0);
-- expect: 22023

-- test: a first month of NULL is refused
SELECT create_usage_event_partitions(NULL, 1);
-- expect: 22023

-- test: dropping takes whole months before the date with their events, and nothing the second time
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
SELECT create_usage_event_partitions('2019-01-01', 3);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2019-02-28 23:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2019-03-01 00:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region)
VALUES ('2018-01-01 00:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1');
DO $$
DECLARE
    dropped text[];
BEGIN
    dropped := ARRAY(SELECT drop_usage_event_partitions('2019-03-31'));
    ASSERT dropped = '{usage_events_y2019m01,usage_events_y2019m02}', dropped::text;
    ASSERT ARRAY(SELECT drop_usage_event_partitions('2019-03-31')) = '{}', 'nothing is left to drop';
    ASSERT (SELECT array_agg(tableoid::regclass::text ORDER BY occurred_at) FROM usage_events)
        = '{usage_events_default,usage_events_y2019m03}', 'the month in progress and the default partition stay';
    ASSERT ARRAY(SELECT drop_usage_event_partitions('2019-04-01')) = '{usage_events_y2019m03}', 'a month ends at the next first';
END
$$;

-- test: dropping months that are still to come is refused
SELECT drop_usage_event_partitions(current_date + 1);
-- expect: 22023

-- test: dropping without a date is refused
SELECT drop_usage_event_partitions(NULL);
-- expect: 22023

-- test: users, services and migrations leave audit entries
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'service', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id, migration_hash) VALUES
    (NULL, 'migration', 'u-1', 'api_key.revoke', 'api_key', 'k-1', sha256('file'));
DO $$
BEGIN
    ASSERT (SELECT count(*) FROM audit_log_entries WHERE occurred_at = now() AND metadata = '{}') = 3, 'three entries';
END
$$;

-- test: an audit entry cannot be updated
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
UPDATE audit_log_entries SET actor = 'nobody';
-- expect: 23000

-- test: an audit entry cannot be deleted
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
DELETE FROM audit_log_entries;
-- expect: 23000

-- test: the audit log cannot be truncated
TRUNCATE audit_log_entries;
-- expect: 23000

-- test: the audit log cannot be truncated along with organizations
TRUNCATE organizations CASCADE;
-- expect: 23000

-- test: an update of the audit log is refused even where no entry matches
UPDATE audit_log_entries SET actor = 'nobody' WHERE false;
-- expect: 23000

-- test: an upsert into the audit log is refused
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1')
ON CONFLICT (id) DO UPDATE SET actor = 'nobody';
-- expect: 23000

-- test: the audit log is guarded in replica mode too
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
SET LOCAL session_replication_role = replica;
DELETE FROM audit_log_entries;
-- expect: 23000

-- test: an audited organization cannot be erased
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
DELETE FROM organizations WHERE id = 'a0000000-0000-4000-8000-000000000001';
-- expect: 23503

-- test: a migration's audit entry needs the hash of its file
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'migration', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
-- expect: 23514

-- test: a user's audit entry has no migration hash
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id, migration_hash) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1', sha256('file'));
-- expect: 23514

-- test: a migration hash of other than 32 bytes is refused
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id, migration_hash) VALUES
    (NULL, 'migration', 'u-1', 'api_key.revoke', 'api_key', 'k-1', sha224('file'));
-- expect: 23514

-- test: an unknown actor type is refused
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'robot', 'u-1', 'api_key.revoke', 'api_key', 'k-1');
-- expect: 23514

-- test: an audit action must be dotted
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', 'u-1', 'revoke', 'api_key', 'k-1');
-- expect: 23514

-- test: an audit entry without an actor is refused
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id) VALUES
    (NULL, 'user', '', 'api_key.revoke', 'api_key', 'k-1');
-- expect: 23514

-- test: audit metadata must be an object
INSERT INTO audit_log_entries (organization_id, actor_type, actor, action, target_type, target_id, metadata) VALUES
    (NULL, 'user', 'u-1', 'api_key.revoke', 'api_key', 'k-1', '[]');
-- expect: 23514

-- test: monthly usage adds up per organization and UTC month, and shows what is left of the budget
INSERT INTO organizations (id, slug, display_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'acme', 'Acme');
INSERT INTO api_keys (id, organization_id, name, secret_hash) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ci', sha256('acme ci'));
INSERT INTO model_registry_entries (id, organization_id, name, revision, target, cost_per_1k_tokens) VALUES
    ('c0000000-0000-4000-8000-000000000001', NULL, 'llama', '1', 'managed', 0.5);
UPDATE organizations SET token_budget = 1000 WHERE id = 'a0000000-0000-4000-8000-000000000001';
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, input_tokens, output_tokens, cost)
VALUES ('2025-11-01 00:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', 600, 300, 0.45);
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, input_tokens, error_code)
VALUES ('2025-11-30 23:59+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'error', 'eu-west-1', 200, 'upstream_timeout');
INSERT INTO usage_events
    (occurred_at, organization_id, api_key_id, model_id, latency_ms, status, region, output_tokens)
VALUES ('2025-12-01 00:00+00', 'a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
    'c0000000-0000-4000-8000-000000000001', 10, 'success', 'eu-west-1', 7);
DO $$
BEGIN
    ASSERT (SELECT (requests, failed_requests, input_tokens, output_tokens, cost, tokens_left) = (2, 1, 800, 300, 0.45, -100)
            FROM organization_monthly_usage WHERE slug = 'acme' AND month_start = '2025-11-01 00:00+00'), 'November is overspent';
    ASSERT (SELECT tokens_left = 993 FROM organization_monthly_usage WHERE month_start = '2025-12-01 00:00+00'), 'December is not';
END
$$;

-- test: every index is valid
DO $$
BEGIN
    ASSERT NOT EXISTS (
        SELECT FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT (indisvalid AND indisready)), 'an index is invalid';
END
$$;

-- test: every foreign key has an index that starts with its columns
DO $$
BEGIN
    ASSERT (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace) = 7, 'seven foreign keys';
    ASSERT NOT EXISTS (
        SELECT FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_index
            WHERE indrelid = conrelid AND indpred IS NULL
              AND (indkey::smallint[])[0:cardinality(conkey) - 1] = conkey::smallint[])), 'a foreign key without index';
END
$$;
