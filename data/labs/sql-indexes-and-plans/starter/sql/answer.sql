-- Create indexes only. The five statements that must become fast are in the brief.

-- 1. Log in by e-mail address, whatever its case
-- TODO: this one does not help. The condition asks for something else than the column.
CREATE INDEX customers_email ON customers (email);

-- 2. The newest orders of one customer
-- TODO: this one finds the rows, but then they still have to be sorted.
CREATE INDEX orders_customer ON orders (customer_id);

-- 3. The open orders, the oldest first
-- TODO

-- 4. The lines of one order
-- TODO

-- 5. The next page of all orders
-- TODO
