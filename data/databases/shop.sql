-- A shop: who bought what, and when. Invented, and the same every time.
SELECT setseed(0.42);

CREATE TABLE customers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL,
  country text NOT NULL,
  joined_on date NOT NULL
);

CREATE TABLE products (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  category text NOT NULL,
  price numeric(8, 2) NOT NULL CHECK (price > 0),
  stock integer NOT NULL DEFAULT 0 CHECK (stock >= 0)
);

CREATE TABLE orders (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers (id),
  status text NOT NULL CHECK (status IN ('new', 'paid', 'shipped', 'cancelled')),
  ordered_at timestamptz NOT NULL,
  -- Only what is on its way or has arrived has a date.
  shipped_at timestamptz
);

CREATE TABLE order_items (
  order_id integer NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id integer NOT NULL REFERENCES products (id),
  quantity integer NOT NULL CHECK (quantity > 0),
  -- The price on the day of the order; that of the product changes.
  unit_price numeric(8, 2) NOT NULL,
  PRIMARY KEY (order_id, product_id)
);

INSERT INTO customers (name, email, city, country, joined_on)
SELECT
  first || ' ' || last,
  lower(first) || '.' || lower(last) || n || '@example.com',
  (ARRAY['Berlin', 'Hamburg', 'Vienna', 'London', 'Leeds', 'Paris', 'Lyon', 'Madrid', 'Oslo', 'Tokyo'])[1 + place],
  (ARRAY['Germany', 'Germany', 'Austria', 'United Kingdom', 'United Kingdom', 'France', 'France', 'Spain', 'Norway', 'Japan'])[1 + place],
  date '2021-01-01' + (n * 5 + floor(random() * 5)::integer)
FROM (
  SELECT
    n,
    (ARRAY['Ada', 'Alan', 'Barbara', 'Claude', 'Donald', 'Edgar', 'Frances', 'Grace', 'Hedy', 'Ivan', 'Joan', 'Katherine', 'Linus', 'Margaret', 'Niklaus', 'Radia', 'Sophie', 'Tim'])[1 + n * 7 % 18] AS first,
    (ARRAY['Abel', 'Baker', 'Castro', 'Dahl', 'Evans', 'Fischer', 'Garcia', 'Hansen', 'Ito', 'Jones', 'Keller', 'Lopez', 'Meyer'])[1 + n * 5 % 13] AS last,
    floor(random() * 10)::integer AS place
  FROM generate_series(1, 300) AS n
) AS people;

INSERT INTO products (name, category, price, stock)
SELECT
  adjective || ' ' || thing,
  category,
  round((base * (0.6 + random() * 0.9))::numeric, 2),
  floor(random() * 120)::integer
FROM (VALUES
  ('Keyboard', 'Computers', 60), ('Mouse', 'Computers', 25), ('Monitor', 'Computers', 210),
  ('Desk', 'Furniture', 320), ('Chair', 'Furniture', 180), ('Lamp', 'Furniture', 45),
  ('Notebook', 'Stationery', 6), ('Pen', 'Stationery', 3), ('Folder', 'Stationery', 4),
  ('Teapot', 'Kitchen', 28), ('Mug', 'Kitchen', 9), ('Kettle', 'Kitchen', 39)
) AS things (thing, category, base)
CROSS JOIN (VALUES ('Plain'), ('Quiet'), ('Green'), ('Folding'), ('Heavy')) AS adjectives (adjective);

INSERT INTO orders (customer_id, status, ordered_at, shipped_at)
SELECT
  customer_id,
  status,
  ordered_at,
  CASE WHEN status = 'shipped' THEN ordered_at + interval '1 hour' * (6 + floor(random() * 90)) END
FROM (
  SELECT
    -- A few customers buy often, and the last ones never have.
    1 + floor(280 * random() * random())::integer AS customer_id,
    CASE WHEN n > 1940 THEN 'new' WHEN random() < 0.06 THEN 'cancelled' WHEN random() < 0.1 THEN 'paid' ELSE 'shipped' END AS status,
    timestamptz '2024-01-01 08:00+00' + n * interval '6 hours' + random() * interval '5 hours' AS ordered_at
  FROM generate_series(1, 2000) AS n
) AS made;

INSERT INTO order_items (order_id, product_id, quantity, unit_price)
SELECT o.id, p.id, 1 + floor(random() * random() * 5)::integer, round(p.price * (0.9 + random() * 0.15)::numeric, 2)
FROM orders AS o
-- `o.id` makes the choice a new one for each order.
CROSS JOIN LATERAL (
  SELECT id, price FROM products WHERE o.id > 0 ORDER BY random() LIMIT 1 + o.id % 5
) AS p;

CREATE INDEX orders_customer_id ON orders (customer_id);

ANALYZE;
