-- Indexes for two queries of the support console, built while the tables are in use.
-- CONCURRENTLY cannot run in a transaction. No IF NOT EXISTS: it would pass over the invalid index of a failed build.
-- (usage_events is partitioned, where CONCURRENTLY is not possible; the README says how an index is added there.)

-- Users who have not logged in for long.
CREATE INDEX CONCURRENTLY users_organization_id_last_login_at_idx
    ON users (organization_id, last_login_at)
    WHERE deleted_at IS NULL;

-- What happened to one thing, latest first.
CREATE INDEX CONCURRENTLY audit_log_entries_target_type_target_id_occurred_at_idx
    ON audit_log_entries (target_type, target_id, occurred_at DESC);
