SELECT setseed(0.42);
INSERT INTO countries SELECT chr(65 + i / 26) || chr(65 + i % 26), 'Land number ' || i FROM generate_series(0, 199) i;
INSERT INTO users (name, email, country, plan, active, age, salary, created_at, deleted_at)
SELECT 'Person ' || i, 'person' || i || '@example.org',
       CASE WHEN random() < 0.05 THEN NULL ELSE (SELECT code FROM countries OFFSET floor(200 * power(random(), 4) + 0 * i) LIMIT 1) END,
       CASE WHEN random() < 0.8 THEN 'free' WHEN random() < 0.9 THEN 'team' ELSE 'enterprise' END::plan,
       random() < 0.93, CASE WHEN random() < 0.7 THEN 18 + (60 * power(random(), 2))::int END, random() * 100000,
       '2019-01-01'::timestamptz + i * interval '2 hours',
       CASE WHEN random() < 0.1 THEN '2019-01-01'::timestamptz + (i + 5000) * interval '2 hours' END
FROM generate_series(1, 20000) i;
INSERT INTO devices SELECT gen_random_uuid(), 1 + floor(20000 * power(random(), 2)), ('192.168.0.0'::inet + i), sha256(i::text::bytea),
       jsonb_build_object('theme', i % 7, 'words', repeat('w', (random() * 200)::int)),
       CASE WHEN random() < 0.6 THEN '2024-01-01'::date + (random() * 700)::int END FROM generate_series(1, 15000) i;
INSERT INTO categories (parent_id, label) SELECT CASE WHEN i > 10 THEN 1 + i % 10 END, 'Category ' || i FROM generate_series(1, 120) i;
INSERT INTO products SELECT i * 3, 1 + floor(120 * power(random(), 3)), 'Product ' || md5(i::text), (1 + random() * 50000)::bigint,
       CASE WHEN random() < 0.7 THEN 'live' WHEN random() < 0.5 THEN 'draft' ELSE 'gone' END,
       CASE WHEN random() < 0.5 THEN ARRAY['tag' || i % 20] ELSE ARRAY['other' || i % 3] END, random() * 20 FROM generate_series(1, 4000) i;
INSERT INTO orders (user_id, total, state, placed_at, paid_at, note)
SELECT 1 + floor(20000 * power(random(), 3)), (random() * 100000)::bigint,
       CASE WHEN random() < 0.1 THEN 'new' WHEN random() < 0.3 THEN 'paid' ELSE 'sent' END,
       '2023-01-01'::timestamp + i * interval '20 minutes', CASE WHEN random() < 0.9 THEN '2023-01-01'::timestamp + i * interval '21 minutes' END,
       CASE WHEN random() < 0.02 THEN 'leave it at door ' || i END
FROM generate_series(1, 50000) i;
INSERT INTO order_lines SELECT o, l, (1 + floor(4000 * power(random(), 2))) * 3, 1 + floor(9 * power(random(), 3))
FROM generate_series(1, 50000) o, generate_series(1, 2) l;
INSERT INTO follows SELECT DISTINCT a, b FROM (SELECT 1 + floor(20000 * power(random(), 2)) AS a, 1 + floor(20000 * power(random(), 4)) AS b FROM generate_series(1, 30000)) AS pairs WHERE a <> b;
INSERT INTO profiles SELECT i * 2, CASE WHEN random() < 0.5 THEN repeat('word ', (random() * 40)::int) END, '1950-01-01'::date + (random() * 20000)::int
FROM generate_series(1, 9000) i;
INSERT INTO events (at, user_id, kind, took) SELECT '2025-02-01'::timestamptz + i * interval '10 minutes',
       CASE WHEN random() < 0.8 THEN 1 + floor(20000 * random()) END, floor(12 * power(random(), 2)), random() * interval '2 hours'
FROM generate_series(1, 80000) i;
INSERT INTO regions SELECT i, (ARRAY['de', 'de', 'de', 'fr', 'us'])[1 + i % 5], random() * 100 FROM generate_series(1, 10000) i;
INSERT INTO tenants SELECT i, i * 2, 'tenant ' || i FROM generate_series(1, 50) i;
INSERT INTO accounts SELECT t, a FROM generate_series(1, 50) t, generate_series(1, 40) a;
INSERT INTO bookings SELECT i, 1 + i % 50, 1 + i % 40, tstzrange('2025-01-01'::timestamptz + i * interval '1 hour', '2025-01-01'::timestamptz + i * interval '2 hours')
FROM generate_series(1, 5000) i;
