CREATE TYPE plan AS ENUM ('free', 'team', 'enterprise');
CREATE DOMAIN cents AS bigint CHECK (VALUE >= 0);
CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0);
CREATE DOMAIN code AS text CHECK (VALUE <> 'VALUE' AND length(VALUE) < 30);
CREATE TABLE countries (code char(2) PRIMARY KEY, label text NOT NULL);
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email varchar(80) NOT NULL UNIQUE,
    country char(2) REFERENCES countries (code),
    plan plan NOT NULL DEFAULT 'free',
    active boolean NOT NULL,
    age smallint CHECK (age BETWEEN 0 AND 150),
    salary numeric(12,2),
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    CHECK (deleted_at IS NULL OR deleted_at >= created_at)
);
COMMENT ON COLUMN users.salary IS 'sensitive';
CREATE UNIQUE INDEX users_lower_email ON users (lower(email));
CREATE TABLE devices (
    id uuid PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id),
    address inet NOT NULL,
    secret bytea NOT NULL,
    settings jsonb NOT NULL,
    seen_on date
);
CREATE TABLE categories (id serial PRIMARY KEY, parent_id int REFERENCES categories (id), label varchar(30) NOT NULL);
CREATE TABLE products (
    id int PRIMARY KEY,
    category_id int NOT NULL REFERENCES categories (id),
    title text NOT NULL,
    price cents NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'live', 'gone')),
    tags text[] NOT NULL DEFAULT '{}',
    weight double precision
);
CREATE TABLE orders (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id),
    total cents NOT NULL,
    state text NOT NULL CHECK (state = ANY (ARRAY['new', 'paid', 'sent'])),
    placed_at timestamp NOT NULL,
    paid_at timestamp,
    note text,
    tax cents GENERATED ALWAYS AS (total / 5) STORED
);
CREATE INDEX orders_user ON orders (user_id);
CREATE TABLE order_lines (
    order_id bigint NOT NULL REFERENCES orders (id),
    line smallint NOT NULL,
    product_id int NOT NULL REFERENCES products (id),
    quantity int NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, line)
);
CREATE TABLE follows (
    follower bigint NOT NULL REFERENCES users (id),
    followed bigint NOT NULL REFERENCES users (id),
    PRIMARY KEY (follower, followed),
    CHECK (follower <> followed)
);
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id), bio text, born date);
CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    user_id bigint REFERENCES users (id),
    kind smallint NOT NULL,
    took interval,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');
CREATE TABLE regions (id int NOT NULL, region text NOT NULL, load real) PARTITION BY LIST (region);
CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('de', 'fr');
CREATE TABLE regions_us PARTITION OF regions FOR VALUES IN ('us');
CREATE TABLE tenants (id int PRIMARY KEY, size even NOT NULL, code code);
CREATE TABLE accounts (tenant_id int REFERENCES tenants (id), id int, PRIMARY KEY (tenant_id, id));
CREATE TABLE bookings (
    id int PRIMARY KEY,
    tenant_id int NOT NULL REFERENCES tenants (id),
    account_id int NOT NULL,
    during tstzrange NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
