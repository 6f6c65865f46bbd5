-- Who asks to take part in which role, and what was decided.
CREATE TABLE membership_requests (
    id bigint PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('donor', 'ngo', 'driver')),
    organisation text NOT NULL CHECK (char_length(organisation) <= 1600),
    region text NOT NULL CHECK (char_length(region) BETWEEN 1 AND 40),
    phone text NOT NULL CHECK (char_length(phone) <= 32),
    statement text NOT NULL CHECK (char_length(statement) <= 8000),
    status text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected')),
    reason text NOT NULL CHECK (char_length(reason) <= 4000),
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by text,
    CONSTRAINT membership_request_is_decided_by_somebody CHECK ((status = 'pending') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL))
);

CREATE UNIQUE INDEX membership_request_is_open_once ON membership_requests (account_id, role) WHERE status = 'pending';
CREATE INDEX ix_membership_requests_status_id ON membership_requests (status, id);

-- Mails on their way. They hold links that let people in: they are deleted when they are old.
CREATE TABLE mails (
    id bigint PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    next_attempt_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    error text
);

CREATE INDEX ix_mails_next_attempt_at ON mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX ix_mails_created_at ON mails (created_at);
CREATE INDEX ix_mails_recipient_created_at ON mails (recipient, created_at);
