-- 1. One row for the whole shop
SELECT
  count(*) AS orders,
  count(*) FILTER (WHERE status = 'paid') AS paid,
  coalesce(sum(cents) FILTER (WHERE status = 'paid'), 0) AS revenue_cents
FROM orders;

-- 2. Each country with a paid order
SELECT c.country, count(DISTINCT c.id) AS customers, sum(o.cents) AS revenue_cents
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
WHERE o.status = 'paid'
GROUP BY c.country;

-- 3. Customers with at least two paid orders
SELECT c.name, count(*) AS orders
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
WHERE o.status = 'paid'
GROUP BY c.id
HAVING count(*) >= 2;

-- 4. Each customer's largest paid order, if it is above 1000 cents
SELECT c.name, max(o.cents) AS largest_cents
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
WHERE o.status = 'paid'
GROUP BY c.id
HAVING max(o.cents) > 1000;

-- 5. The average discount of the paid orders, where no discount counts as 0
SELECT round(avg(discount_cents))::integer AS average_discount
FROM orders
WHERE status = 'paid';

-- 6. Revenue of each month, then of the whole
SELECT to_char(placed_on, 'YYYY-MM') AS month, sum(cents) AS revenue_cents
FROM orders
WHERE status = 'paid'
GROUP BY ROLLUP (month)
ORDER BY month NULLS LAST;
