-- A shop with enough rows for the planner to care. The only indexes are those of the primary keys.
CREATE TABLE customers (
  id    integer PRIMARY KEY,
  email text NOT NULL,
  name  text NOT NULL
);
CREATE TABLE orders (
  id          integer PRIMARY KEY,
  customer_id integer NOT NULL,
  status      text NOT NULL,                     -- 'done' nearly always, 'open' for one in a hundred
  cents       integer NOT NULL,
  placed_at   timestamp NOT NULL
);
CREATE TABLE order_lines (
  order_id integer NOT NULL,
  article  text NOT NULL,
  quantity integer NOT NULL
);

INSERT INTO customers (id, email, name)
SELECT n, 'User' || n || '@example.com', 'Customer ' || n
FROM generate_series(1, 2000) AS n;

INSERT INTO orders (id, customer_id, status, cents, placed_at)
SELECT n, n * 7919 % 500 + 1, CASE WHEN n % 100 = 0 THEN 'open' ELSE 'done' END, n * 37 % 9000 + 100,
       timestamp '2024-01-01' + n * 24729 % 20000 * interval '11 minutes'
FROM generate_series(1, 20000) AS n;

INSERT INTO order_lines (order_id, article, quantity)
SELECT n % 20000 + 1, 'A-' || n % 97, n % 5 + 1
FROM generate_series(1, 30000) AS n;

ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders (id);
ANALYZE;
