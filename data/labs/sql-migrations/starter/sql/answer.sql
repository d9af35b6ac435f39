-- Migration 42. It works once, on an empty afternoon, with all servers switched off.

-- 1. "mail" becomes "email"
-- TODO: release 41 still reads and writes "mail". Keep it, and add "email" beside it.
ALTER TABLE users RENAME COLUMN mail TO email;

-- 2. "status" beside "active"
-- TODO: existing rows have a status too; only 'active' and 'blocked' are allowed
ALTER TABLE users ADD COLUMN status text NOT NULL DEFAULT 'active';

-- 3. While both releases run, what one writes must be there for the other
-- TODO: a trigger

-- 4. A plan "team" called "Team"
INSERT INTO plans (code, name) VALUES ('team', 'Team');

-- 5. Write down that version 42 is applied
INSERT INTO schema_migrations (version) VALUES (42);
