-- 1. and 2. Expand: new columns beside the old ones. Release 41 does not notice them.
ALTER TABLE users
  ADD COLUMN IF NOT EXISTS email text,
  ADD COLUMN IF NOT EXISTS status text;

-- 3. While both releases run, what one writes must be there for the other. First of all, so that no new row escapes the backfill.
CREATE OR REPLACE FUNCTION users_sync() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.email := coalesce(NEW.email, NEW.mail);
    NEW.mail := NEW.email;
    NEW.status := coalesce(NEW.status, CASE WHEN NEW.active THEN 'active' ELSE 'blocked' END);
    NEW.active := NEW.status = 'active';
    RETURN NEW;
  END IF;
  -- Whichever of the two has been changed is right.
  IF NEW.email IS DISTINCT FROM OLD.email THEN
    NEW.mail := NEW.email;
  ELSE
    NEW.email := NEW.mail;
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status THEN
    NEW.active := NEW.status = 'active';
  ELSE
    NEW.status := CASE WHEN NEW.active THEN 'active' ELSE 'blocked' END;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER users_sync
BEFORE INSERT OR UPDATE ON users
FOR EACH ROW EXECUTE FUNCTION users_sync();

-- Backfill, only what is still empty; the trigger fills it in.
UPDATE users SET mail = mail WHERE email IS NULL OR status IS NULL;

ALTER TABLE users
  ALTER COLUMN email SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  DROP CONSTRAINT IF EXISTS users_status_known;

-- 4. A plan "team" called "Team"
INSERT INTO plans (code, name) VALUES ('team', 'Team')
ON CONFLICT (code) DO NOTHING;

-- 5. Write down that version 42 is applied
INSERT INTO schema_migrations (version) VALUES (42)
ON CONFLICT (version) DO NOTHING;
