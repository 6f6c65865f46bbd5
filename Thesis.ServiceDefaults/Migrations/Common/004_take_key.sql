-- Takes an Idempotency-Key until the transaction ends. It answers with no row, so that it can go ahead of a command's first
-- statement in the same round trip, and with an error where the command may not go on: TH409 while another request has the key,
-- TH208 when the key was answered.
CREATE OR REPLACE PROCEDURE {schema}.take_key(lock_id bigint, caller text, named text, since timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(lock_id) THEN
        RAISE EXCEPTION 'The key is at work.' USING ERRCODE = 'TH409';
    END IF;
    -- A query of its own: it sees what was committed before the lock was taken.
    IF EXISTS (SELECT FROM {schema}.idempotency AS answered WHERE answered.actor = caller AND answered.key = named AND answered.created_at > since) THEN
        RAISE EXCEPTION 'The key was answered.' USING ERRCODE = 'TH208';
    END IF;
END
$$;
