-- How often an account was locked since its owner last signed in: each time for longer.
ALTER TABLE accounts ADD COLUMN lockouts integer NOT NULL DEFAULT 0;
