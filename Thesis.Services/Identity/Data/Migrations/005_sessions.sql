-- Where people are signed in: one row for each time somebody signed in with a browser.
CREATE TABLE sessions (
    id text PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- For its owner to know it again, e.g. "Chrome on Android".
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz
);

CREATE INDEX ix_sessions_account_id ON sessions (account_id) WHERE ended_at IS NULL;
CREATE INDEX ix_sessions_seen_at ON sessions (seen_at);
