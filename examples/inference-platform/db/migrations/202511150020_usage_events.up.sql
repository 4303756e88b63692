-- One row per inference request, partitioned by month so that retention drops a table instead of deleting rows.

CREATE TABLE usage_events (
    id              uuid           NOT NULL DEFAULT gen_random_uuid(),
    occurred_at     timestamptz    NOT NULL,
    recorded_at     timestamptz    NOT NULL DEFAULT now(),
    organization_id uuid           NOT NULL,
    api_key_id      uuid           NOT NULL,
    model_id        uuid           NOT NULL,
    input_tokens    integer        NOT NULL DEFAULT 0,
    output_tokens   integer        NOT NULL DEFAULT 0,
    latency_ms      integer        NOT NULL,
    status          text           NOT NULL,
    error_code      text,
    region          text           NOT NULL,
    cost            numeric(12, 4) NOT NULL DEFAULT 0,
    -- A unique constraint of a partitioned table must contain the partition key.
    CONSTRAINT usage_events_pkey PRIMARY KEY (id, occurred_at),
    CONSTRAINT usage_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id),
    CONSTRAINT usage_events_organization_id_api_key_id_fkey
        FOREIGN KEY (organization_id, api_key_id) REFERENCES api_keys (organization_id, id),
    CONSTRAINT usage_events_model_id_fkey FOREIGN KEY (model_id) REFERENCES model_registry_entries (id),
    CONSTRAINT usage_events_input_tokens_check CHECK (input_tokens >= 0),
    CONSTRAINT usage_events_output_tokens_check CHECK (output_tokens >= 0),
    CONSTRAINT usage_events_latency_ms_check CHECK (latency_ms >= 0),
    CONSTRAINT usage_events_status_check CHECK (status IN ('success', 'rate_limited', 'error')),
    CONSTRAINT usage_events_status_error_code_check CHECK ((status = 'error') = (error_code IS NOT NULL)),
    CONSTRAINT usage_events_region_check CHECK (region ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT usage_events_cost_check CHECK (cost >= 0)
) PARTITION BY RANGE (occurred_at);

COMMENT ON TABLE usage_events IS
    'One inference request: the fact that invoices, budgets and rollups are computed from. Partitioned by month (UTC); '
    'see create_usage_event_partitions and drop_usage_event_partitions.';
COMMENT ON COLUMN usage_events.id IS 'Chosen by the gateway, so that sending an event twice with one occurred_at is refused.';
COMMENT ON COLUMN usage_events.occurred_at IS 'When the request was made; decides the partition and the invoice.';
COMMENT ON COLUMN usage_events.recorded_at IS 'When the row arrived. Later than occurred_at by hours for an offline gateway.';
COMMENT ON COLUMN usage_events.model_id IS 'A global model or one of the same organization; a trigger checks which.';
COMMENT ON COLUMN usage_events.error_code IS 'Set exactly when status is error.';
COMMENT ON COLUMN usage_events.cost IS 'US dollars, at the price of the moment; later price changes do not alter it.';

-- Each foreign key has an index that starts with its columns.
CREATE INDEX usage_events_organization_id_occurred_at_idx ON usage_events (organization_id, occurred_at);
CREATE INDEX usage_events_organization_id_api_key_id_occurred_at_idx
    ON usage_events (organization_id, api_key_id, occurred_at);
CREATE INDEX usage_events_model_id_occurred_at_idx ON usage_events (model_id, occurred_at);

-- A foreign key cannot say "mine or everybody's", hence a trigger. It is enough to look when the event is written:
-- a model's organization cannot change, and the foreign key keeps the model from being deleted.
CREATE FUNCTION check_usage_event_model() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.model_registry_entries AS model
        WHERE model.id = NEW.model_id AND model.organization_id <> NEW.organization_id
    ) THEN
        RAISE EXCEPTION 'model % belongs to another organization than usage event %', NEW.model_id, NEW.id
            USING ERRCODE = 'foreign_key_violation',
                  SCHEMA = TG_TABLE_SCHEMA,
                  TABLE = TG_TABLE_NAME,
                  COLUMN = 'model_id',
                  HINT = 'Use a global model or one registered for the organization.';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION check_usage_event_model() IS
    'Row trigger of usage_events: refuses another organization''s model with SQLSTATE 23503.';

CREATE TRIGGER usage_events_check_model
    BEFORE INSERT OR UPDATE OF organization_id, model_id ON usage_events
    FOR EACH ROW EXECUTE FUNCTION check_usage_event_model();

-- Usage is money: an event outside every month that was prepared is kept here instead of being refused. The price is
-- that adding a partition locks this one and looks through it, which is quick as long as it is all but empty.
CREATE TABLE usage_events_default PARTITION OF usage_events DEFAULT;

COMMENT ON TABLE usage_events_default IS
    'Events of months without a partition. Should be empty: watch it, and call create_usage_event_partitions for such a month.';

CREATE FUNCTION create_usage_event_partitions(first_month date, months integer) RETURNS SETOF text
    LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS $$
DECLARE
    month_start timestamp;
    lower_bound text;
    upper_bound text;
    partition_name text;
BEGIN
    IF first_month IS NULL OR months IS NULL OR months NOT BETWEEN 1 AND 120 THEN
        RAISE EXCEPTION 'create_usage_event_partitions needs a first month and 1 to 120 months, not (%, %)', first_month, months
            USING ERRCODE = 'invalid_parameter_value';
    END IF;

    -- Conflicts with itself, not with reads and writes: two callers take turns and the second finds the work done.
    LOCK TABLE usage_events IN SHARE UPDATE EXCLUSIVE MODE;

    FOR offset_months IN 0 .. months - 1 LOOP
        month_start := date_trunc('month', first_month::timestamp) + make_interval(months => offset_months);
        partition_name := 'usage_events_y' || to_char(month_start, 'YYYY"m"MM');
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_inherits
            WHERE inhparent = 'usage_events'::regclass AND inhrelid = to_regclass(partition_name)
        );
        -- The offset is spelled out: a bound without one would depend on the session's TimeZone.
        lower_bound := to_char(month_start, 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound := to_char(month_start + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';

        -- CREATE TABLE … PARTITION OF would lock usage_events against every query, and fail if the default partition held
        -- an event of this month. ATTACH does neither once those events have been moved.
        EXECUTE format('CREATE TABLE %I (LIKE usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
        LOCK TABLE usage_events_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM usage_events_default WHERE occurred_at >= %L AND occurred_at < %L RETURNING *) '
            'INSERT INTO %I SELECT * FROM moved',
            lower_bound, upper_bound, partition_name);
        EXECUTE format(
            'ALTER TABLE usage_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            partition_name, lower_bound, upper_bound);
        RETURN NEXT partition_name;
    END LOOP;
END
$$;

COMMENT ON FUNCTION create_usage_event_partitions(date, integer) IS
    'Makes the monthly partitions of usage_events from the month of the given date on, and returns the names of those that '
    'were missing; calling it again changes nothing. Moves events of these months out of usage_events_default. '
    'Run it monthly, at least two months ahead, with a lock_timeout: it waits for queries on usage_events_default.';

CREATE FUNCTION drop_usage_event_partitions(older_than date) RETURNS SETOF text
    LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS $$
DECLARE
    partition_name text;
BEGIN
    IF older_than IS NULL OR older_than > current_date THEN
        RAISE EXCEPTION 'drop_usage_event_partitions needs a date that is not in the future, not %', older_than
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'A later date would drop the month that is being written.';
    END IF;

    LOCK TABLE usage_events IN SHARE UPDATE EXCLUSIVE MODE;

    FOR partition_name IN
        SELECT child.relname
        FROM pg_inherits
        JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = 'usage_events'::regclass
          AND child.relname ~ '^usage_events_y\d{4}m\d{2}$'
          AND to_date(right(child.relname, 7), 'YYYY"m"MM') + interval '1 month' <= older_than
        ORDER BY child.relname
    LOOP
        EXECUTE format('DROP TABLE %I', partition_name);
        RETURN NEXT partition_name;
    END LOOP;
END
$$;

COMMENT ON FUNCTION drop_usage_event_partitions(date) IS
    'Drops the partitions of usage_events whose whole month lies before the given date, with their events, and returns '
    'their names; calling it again changes nothing. Keeps usage_events_default. '
    'Run it with a lock_timeout: it locks usage_events against every query until the transaction ends.';

-- A fixed set of months, never now(): the schema must not depend on the day it is applied.
SELECT create_usage_event_partitions('2025-11-01', 12);
