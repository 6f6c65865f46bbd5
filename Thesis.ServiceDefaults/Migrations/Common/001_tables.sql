-- The tables that every service's schema has. {schema} is replaced by the schema's name.

-- Events on their way to the event log. The relay reads inserts from the write-ahead log and deletes the rows afterwards.
CREATE TABLE {schema}.outbox (
    id bigint PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    envelope bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE {schema}.outbox ALTER COLUMN envelope SET STORAGE EXTERNAL;
ALTER PUBLICATION thesis_outbox ADD TABLE {schema}.outbox;

-- Events whose effect is in the schema already, by consumer group.
CREATE TABLE {schema}.inbox (
    consumer_group text NOT NULL,
    event_id bigint NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, event_id)
);
CREATE INDEX inbox_handled_at ON {schema}.inbox USING brin (handled_at);

-- Events that could not be handled, with the reason; they wait here for a replay.
CREATE TABLE {schema}.dead_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    event_id bigint NOT NULL,
    committed_at timestamptz NOT NULL,
    reason text NOT NULL,
    attempts int NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now(),
    replay_at timestamptz,
    envelope bytea NOT NULL
);
CREATE INDEX dead_letters_replay ON {schema}.dead_letters (consumer_group, id) WHERE replay_at IS NOT NULL;

-- Long jobs: taken from the log by a consumer group, run outside any transaction, deleted in the one that commits them.
CREATE TABLE {schema}.jobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    event_id bigint NOT NULL,
    committed_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    last_error text,
    envelope bytea NOT NULL,
    UNIQUE (consumer_group, event_id)
);

-- The first answer to each Idempotency-Key.
CREATE TABLE {schema}.idempotency (
    actor text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status int NOT NULL,
    headers jsonb NOT NULL DEFAULT '{}',
    body bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_created_at ON {schema}.idempotency USING brin (created_at);

-- Who did what to which entity, and when.
CREATE TABLE {schema}.audit (
    id bigint PRIMARY KEY,
    actor text NOT NULL,
    action text NOT NULL,
    entity_id text NOT NULL,
    time timestamptz NOT NULL,
    details jsonb,
    trace_id text
);
CREATE INDEX audit_entity ON {schema}.audit (entity_id, time);
