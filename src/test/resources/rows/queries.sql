SELECT * FROM users
SELECT * FROM users WHERE plan = 'enterprise'
SELECT * FROM users WHERE NOT active
SELECT * FROM users WHERE age IS NULL
SELECT * FROM users WHERE age < 30
SELECT * FROM users WHERE created_at > '2022-06-01' AND created_at < '2022-09-01'
SELECT * FROM users WHERE deleted_at IS NOT NULL
SELECT country, count(*) FROM users GROUP BY country
SELECT DISTINCT user_id FROM orders
SELECT * FROM orders WHERE user_id = (SELECT max(id) FROM users)
SELECT * FROM orders WHERE total > 90000
SELECT * FROM orders WHERE placed_at >= '2024-01-01' AND placed_at < '2024-02-01' AND paid_at IS NULL
SELECT * FROM orders WHERE note IS NOT NULL
SELECT state, count(*) FROM orders GROUP BY state
SELECT * FROM orders o JOIN users u ON u.id = o.user_id WHERE u.plan = 'team'
SELECT * FROM order_lines l JOIN products p ON p.id = l.product_id WHERE p.price < 1000
SELECT product_id, sum(quantity) FROM order_lines GROUP BY product_id
SELECT * FROM order_lines WHERE order_id BETWEEN 1000 AND 1200
SELECT * FROM devices WHERE seen_on > '2025-06-01'
SELECT user_id, count(*) FROM devices GROUP BY user_id
SELECT * FROM follows WHERE follower = (SELECT min(id) FROM users)
SELECT * FROM profiles p JOIN users u ON u.id = p.user_id WHERE p.born < '1960-01-01'
SELECT * FROM events WHERE at >= '2025-03-01' AND at < '2025-04-01'
SELECT kind, count(*) FROM events_2026 GROUP BY kind
SELECT * FROM events_2025 WHERE took > interval '90 minutes'
SELECT * FROM regions_eu WHERE load > 90
SELECT tenant_id, count(*) FROM bookings GROUP BY tenant_id
SELECT * FROM products WHERE category_id IN (SELECT id FROM categories WHERE parent_id IS NULL)
