-- Accounts and what was booked on them, in cents: positive came in, negative went out.
CREATE TABLE entries (
  id      integer PRIMARY KEY,             -- in the order of booking
  account text NOT NULL,
  day     date NOT NULL,
  cents   integer NOT NULL
);
-- What each product sold, month by month. There is a row for every month.
CREATE TABLE sales (
  category text NOT NULL,
  product  text NOT NULL,
  month    text NOT NULL,                  -- as '2025-01'
  cents    integer NOT NULL,
  PRIMARY KEY (product, month)
);
-- Addresses that customers told us, one after another.
CREATE TABLE addresses (
  id       integer PRIMARY KEY,
  customer text NOT NULL,
  city     text NOT NULL,
  told_on  date NOT NULL
);

INSERT INTO entries (id, account, day, cents) VALUES
  (1, 'shop', '2025-01-01', 5000), (2, 'shop', '2025-01-03', -1200), (3, 'rent', '2025-01-03', 90000),
  (4, 'shop', '2025-01-03', 300), (5, 'rent', '2025-01-31', -90000), (6, 'shop', '2025-02-01', -100);
INSERT INTO sales (category, product, month, cents) VALUES
  ('tea',    'Assam',  '2025-01', 800), ('tea',    'Assam',  '2025-02', 900), ('tea',    'Assam',  '2025-03', 300),
  ('tea',    'Sencha', '2025-01', 500), ('tea',    'Sencha', '2025-02', 500), ('tea',    'Sencha', '2025-03', 500),
  ('tea',    'Mint',   '2025-01', 100), ('tea',    'Mint',   '2025-02', 200), ('tea',    'Mint',   '2025-03', 150),
  ('coffee', 'Mocha',  '2025-01', 400), ('coffee', 'Mocha',  '2025-02', 600), ('coffee', 'Mocha',  '2025-03', 200);
INSERT INTO addresses (id, customer, city, told_on) VALUES
  (1, 'Ada', 'London', '2023-05-01'), (2, 'Ben', 'Leeds', '2023-06-01'),
  (3, 'Ada', 'York', '2024-07-01'), (4, 'Cleo', 'Lyon', '2024-07-02');
