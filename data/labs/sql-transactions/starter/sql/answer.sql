-- Three functions. They run, but they are not safe yet.

-- 1. Sell tickets: true if there were enough, false if not.
CREATE FUNCTION sell(which text, amount integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  -- TODO: take them away, in the same statement that asks whether there are enough
  RETURN true;
END $$;

-- 2. Move money from one account to another, or raise an error and change nothing.
CREATE FUNCTION transfer(source integer, target integer, amount integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- TODO: lock both accounts, always in the same order, before anything is read
  -- TODO: refuse an amount that is not positive, accounts that do not exist, and more than there is
  UPDATE accounts SET cents = cents - amount WHERE id = source;
  UPDATE accounts SET cents = cents + amount WHERE id = target;
  -- TODO: two entries
END $$;

-- 3. Try every new payment, by id. One that is refused must not stop or undo the others. Returns how many were done.
CREATE FUNCTION run_payments() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  done integer := 0;
BEGIN
  -- TODO
  RETURN done;
END $$;
