-- What 5,000 users of a site did in a month: large enough to see what an index is for. Invented, and the same every time.
SELECT setseed(0.42);

CREATE TABLE users (
  id integer PRIMARY KEY,
  plan text NOT NULL,
  signed_up date NOT NULL
);

INSERT INTO users (id, plan, signed_up)
SELECT
  n,
  CASE WHEN random() < 0.7 THEN 'free' WHEN random() < 0.8 THEN 'team' ELSE 'enterprise' END,
  date '2023-01-01' + n / 6
FROM generate_series(1, 5000) AS n;

CREATE TABLE events (
  id bigint PRIMARY KEY,
  user_id integer NOT NULL,
  kind text NOT NULL,
  page text NOT NULL,
  happened_at timestamptz NOT NULL,
  -- Milliseconds until the page was there.
  duration_ms integer NOT NULL,
  details jsonb NOT NULL
);

-- On purpose without an index but the primary key's: adding one and looking at the plan again is the exercise.
INSERT INTO events (id, user_id, kind, page, happened_at, duration_ms, details)
SELECT
  n,
  1 + floor(5000 * power(random(), 2))::integer,
  (ARRAY['view', 'view', 'view', 'view', 'click', 'click', 'search', 'purchase', 'error'])[1 + floor(random() * 9)::integer],
  (ARRAY['/', '/products', '/products/42', '/cart', '/checkout', '/help', '/account'])[1 + floor(random() * 7)::integer],
  timestamptz '2026-01-01 00:00+00' + n * interval '22.3 seconds',
  20 + floor(power(random(), 4) * 2000)::integer,
  jsonb_build_object(
    'browser', (ARRAY['Firefox', 'Chrome', 'Safari', 'Edge'])[1 + floor(random() * 4)::integer],
    'mobile', random() < 0.4
  )
FROM generate_series(1, 120000) AS n;

ANALYZE;
