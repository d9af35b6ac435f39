-- Orders of a small shop. Amounts are whole cents.
CREATE TABLE customers (
  id      integer PRIMARY KEY,
  name    text NOT NULL,
  country text NOT NULL
);
CREATE TABLE orders (
  id             integer PRIMARY KEY,
  customer_id    integer NOT NULL REFERENCES customers (id),
  status         text NOT NULL CHECK (status IN ('open', 'paid', 'cancelled')),
  cents          integer NOT NULL CHECK (cents > 0),
  discount_cents integer,                  -- NULL: no discount
  placed_on      date NOT NULL
);

INSERT INTO customers (id, name, country) VALUES
  (1, 'Ada', 'GB'), (2, 'Ben', 'GB'), (3, 'Cleo', 'FR'), (4, 'Dora', 'FR'), (5, 'Emil', 'DE');
INSERT INTO orders (id, customer_id, status, cents, discount_cents, placed_on) VALUES
  (1, 1, 'paid',      1200, NULL, '2025-01-05'),
  (2, 1, 'paid',      4500,  300, '2025-01-31'),
  (3, 1, 'cancelled', 9900, NULL, '2025-02-01'),
  (4, 2, 'paid',       700,  100, '2025-02-14'),
  (5, 3, 'open',      2500, NULL, '2025-02-14'),
  (6, 3, 'paid',      2500, NULL, '2025-03-02'),
  (7, 4, 'paid',       900, NULL, '2025-03-03'),
  (8, 2, 'paid',       300, NULL, '2025-03-09');
