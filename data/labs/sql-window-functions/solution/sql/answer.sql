-- 1. Every entry with the balance of its account after it
SELECT id, account, cents, sum(cents) OVER (PARTITION BY account ORDER BY day, id) AS balance
FROM entries;

-- 2. The current address of each customer
SELECT customer, city
FROM (
  SELECT customer, city, row_number() OVER (PARTITION BY customer ORDER BY told_on DESC, id DESC) AS newest
  FROM addresses
) AS numbered
WHERE newest = 1;

-- 3. All products by their sum over all months, with a place in their category
SELECT category, product, sum(cents) AS cents, rank() OVER (PARTITION BY category ORDER BY sum(cents) DESC) AS place
FROM sales
GROUP BY category, product;

-- 4. Each product and month with the change to the month before
SELECT product, month, cents, cents - lag(cents) OVER (PARTITION BY product ORDER BY month) AS change
FROM sales;

-- 5. Each product and month with its sum of this and the two months before
SELECT
  product,
  month,
  sum(cents) OVER (PARTITION BY product ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS last_three
FROM sales;

-- 6. Each product with its share of its category in whole per cent
SELECT
  category,
  product,
  round(100.0 * sum(cents) / sum(sum(cents)) OVER (PARTITION BY category))::integer AS per_cent
FROM sales
GROUP BY category, product;
