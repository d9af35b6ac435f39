-- 1. Log in by e-mail address, whatever its case
CREATE INDEX customers_email_lower ON customers (lower(email));

-- 2. The newest orders of one customer
CREATE INDEX orders_customer_newest ON orders (customer_id, placed_at DESC);

-- 3. The open orders, the oldest first: one row in a hundred
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'open';

-- 4. The lines of one order
CREATE INDEX order_lines_order ON order_lines (order_id);

-- 5. The next page of all orders
CREATE INDEX orders_placed ON orders (placed_at, id);
