-- Five queries, a change and an index, in this order. Each already runs; none is right yet.

-- 1. Each order: id, customer (as "Ada, London", or "Ben" without a city), express
-- TODO: no quotation marks and no "null" in the text; express is true or false, never NULL
SELECT id, concat_ws(', ', document -> 'customer' -> 'name', document -> 'customer' -> 'city') AS customer, false AS express
FROM orders;

-- 2. Orders with the tag "gift": id
-- TODO
SELECT id
FROM orders;

-- 3. Each line of each order: id, position, article, cents (of the whole line)
-- TODO: a row per line, numbered from 1
SELECT id, 1 AS position, 'tea' AS article, 0 AS cents
FROM orders;

-- 4. Orders whose coupon is missing or null: id
-- TODO
SELECT id
FROM orders;

-- 5. One row with all articles as a JSON object, article -> number sold: sold
-- TODO
SELECT '{}'::jsonb AS sold;

-- 6. Change: every order gets the key "status" with "new", and loses the key "coupon". Nothing else may change.
-- TODO: this one throws the whole document away
UPDATE orders SET document = '{"status": "new"}';

-- 7. An index for: SELECT id FROM orders WHERE document @> '{"customer": {"name": "Ada"}}'
-- TODO
