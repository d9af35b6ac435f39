-- One query for each number. Each already runs and has the right columns; the values are not right yet.

-- 1. Every entry with the balance of its account after it: id, account, cents, balance
-- TODO: add up all entries of that account up to this one
SELECT id, account, cents, cents AS balance
FROM entries;

-- 2. The current address of each customer: customer, city
-- TODO: number the rows of each customer, newest first, and keep number 1
SELECT customer, city
FROM addresses;

-- 3. All products by their sum over all months, with a place in their category: category, product, cents, place
-- TODO: products with equal sums share a place
SELECT category, product, sum(cents) AS cents, 1 AS place
FROM sales
GROUP BY category, product;

-- 4. Each product and month with the change to the month before: product, month, cents, change
-- TODO: the first month of a product has no month before
SELECT product, month, cents, 0 AS change
FROM sales;

-- 5. Each product and month with its sum of this and the two months before: product, month, last_three
-- TODO
SELECT product, month, cents AS last_three
FROM sales;

-- 6. Each product with its share of its category in whole per cent: category, product, per_cent
-- TODO: rounded, as an integer
SELECT category, product, 100 AS per_cent
FROM sales
GROUP BY category, product;
