-- 1. Sell tickets: true if there were enough, false if not. Asking and taking are one statement, so nobody can come in between.
CREATE FUNCTION sell(which text, amount integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tickets SET free = free - amount
  WHERE event = which AND free >= amount AND amount > 0;
  RETURN FOUND;
END $$;

-- 2. Move money from one account to another, or raise an error and change nothing.
CREATE FUNCTION transfer(source integer, target integer, amount integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  available integer;
BEGIN
  IF amount <= 0 OR source = target THEN
    RAISE EXCEPTION 'cannot transfer % cents from % to %', amount, source, target;
  END IF;

  -- In one order for everybody: two transfers in opposite directions would otherwise wait for each other.
  PERFORM FROM accounts WHERE id IN (source, target) FOR UPDATE;

  SELECT cents INTO available FROM accounts WHERE id = source;
  IF available IS NULL OR NOT EXISTS (SELECT FROM accounts WHERE id = target) THEN
    RAISE EXCEPTION 'no account % or %', source, target;
  ELSIF available < amount THEN
    RAISE EXCEPTION 'account % has only % cents', source, available;
  END IF;

  UPDATE accounts SET cents = cents - amount WHERE id = source;
  UPDATE accounts SET cents = cents + amount WHERE id = target;
  INSERT INTO entries (account_id, cents) VALUES (source, -amount), (target, amount);
END $$;

-- 3. Try every new payment, by id. Returns how many were done.
CREATE FUNCTION run_payments() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  payment payments;
  done integer := 0;
BEGIN
  FOR payment IN SELECT * FROM payments WHERE status = 'new' ORDER BY id FOR UPDATE LOOP
    -- A block with EXCEPTION is a savepoint: what fails in it is undone, what came before stays.
    BEGIN
      PERFORM transfer(payment.from_account, payment.to_account, payment.cents);
      UPDATE payments SET status = 'done' WHERE id = payment.id;
      done := done + 1;
    EXCEPTION WHEN raise_exception THEN
      UPDATE payments SET status = 'refused' WHERE id = payment.id;
    END;
  END LOOP;
  RETURN done;
END $$;
