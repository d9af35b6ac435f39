-- A bank with three accounts, and a queue of payments that somebody handed in.
CREATE TABLE accounts (
  id    integer PRIMARY KEY,
  owner text NOT NULL,
  cents integer NOT NULL
);
CREATE TABLE entries (                    -- every movement of money, from both sides
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  cents      integer NOT NULL             -- negative: taken away
);
CREATE TABLE payments (
  id           integer PRIMARY KEY,
  from_account integer NOT NULL,
  to_account   integer NOT NULL,
  cents        integer NOT NULL,
  status       text NOT NULL DEFAULT 'new' -- 'new', then 'done' or 'refused'
);
CREATE TABLE tickets (
  event text PRIMARY KEY,
  free  integer NOT NULL CHECK (free >= 0)
);

INSERT INTO accounts (id, owner, cents) VALUES (1, 'Ada', 10000), (2, 'Ben', 500), (3, 'Cleo', 0);
INSERT INTO payments (id, from_account, to_account, cents) VALUES (1, 1, 2, 2500), (2, 3, 1, 100), (3, 2, 3, 3000);
INSERT INTO tickets (event, free) VALUES ('concert', 10);
