-- 1. Each order
SELECT
  id,
  concat_ws(', ', document #>> '{customer,name}', document #>> '{customer,city}') AS customer,
  coalesce((document ->> 'express')::boolean, false) AS express
FROM orders;

-- 2. Orders with the tag "gift"
SELECT id
FROM orders
WHERE document -> 'tags' ? 'gift';

-- 3. Each line of each order
SELECT
  o.id,
  l.position,
  l.line ->> 'article' AS article,
  (l.line ->> 'quantity')::integer * (l.line ->> 'cents')::integer AS cents
FROM orders AS o
CROSS JOIN LATERAL jsonb_array_elements(o.document -> 'lines') WITH ORDINALITY AS l (line, position);

-- 4. Orders whose coupon is missing or null: ->> makes SQL's NULL of both
SELECT id
FROM orders
WHERE document ->> 'coupon' IS NULL;

-- 5. One row with all articles as a JSON object
SELECT coalesce(jsonb_object_agg(article, quantity), '{}') AS sold
FROM (
  SELECT line ->> 'article' AS article, sum((line ->> 'quantity')::integer) AS quantity
  FROM orders AS o
  CROSS JOIN LATERAL jsonb_array_elements(o.document -> 'lines') AS line
  GROUP BY 1
) AS articles;

-- 6. Every order gets a status and loses its coupon
UPDATE orders SET document = jsonb_set(document, '{status}', '"new"') - 'coupon';

-- 7. An index for searching in documents
CREATE INDEX orders_document ON orders USING gin (document jsonb_path_ops);
