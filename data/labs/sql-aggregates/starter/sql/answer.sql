-- One query for each number. Each already runs and has the right columns; the numbers are not right yet.

-- 1. One row for the whole shop: orders, paid, revenue_cents
-- TODO: count all orders, count and sum the paid ones
SELECT 0 AS orders, 0 AS paid, 0 AS revenue_cents;

-- 2. Each country with a paid order: country, customers, revenue_cents
-- TODO: a customer with two orders is still one customer
SELECT country, 1 AS customers, 0 AS revenue_cents
FROM customers;

-- 3. Customers with at least two paid orders: name, orders
-- TODO: group, then keep only some of the groups
SELECT name, 2 AS orders
FROM customers;

-- 4. Each customer's largest paid order, if it is above 1000 cents: name, largest_cents
-- TODO
SELECT name, 1001 AS largest_cents
FROM customers;

-- 5. The average discount of the paid orders, where no discount counts as 0: average_discount
-- TODO: rounded, as an integer
SELECT 0 AS average_discount;

-- 6. Revenue of each month as YYYY-MM, the earliest first, then one row with the month NULL for the whole: month, revenue_cents
-- TODO
SELECT NULL AS month, 0 AS revenue_cents;
