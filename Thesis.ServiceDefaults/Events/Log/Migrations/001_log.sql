-- The outboxes of all schemas; the relay reads their inserts from the write-ahead log.
CREATE PUBLICATION thesis_outbox WITH (publish = 'insert');

-- A topic's partitions. The head is updated by every append: keep room in its page.
CREATE TABLE partitions (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    partition int NOT NULL CHECK (partition >= 0),
    next_offset bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    UNIQUE (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE records (
    partition_id int NOT NULL,
    "offset" bigint NOT NULL,
    event_id bigint NOT NULL,
    committed_at timestamptz NOT NULL,
    envelope bytea NOT NULL,
    PRIMARY KEY (partition_id, "offset")
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
ALTER TABLE records ALTER COLUMN envelope SET STORAGE EXTERNAL;

CREATE TABLE groups (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    last_seen timestamptz NOT NULL DEFAULT now()
);

-- The next offset each group handles. Updated by every handled event: keep room in its page.
CREATE TABLE group_offsets (
    group_id int NOT NULL,
    partition_id int NOT NULL,
    "offset" bigint NOT NULL,
    PRIMARY KEY (group_id, partition_id)
) WITH (fillfactor = 50);

-- Members of groups; one is alive while its session holds the advisory lock of its id. No topics means all of them.
CREATE TABLE members (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id int NOT NULL,
    topics text[]
);

-- How far the outboxes have been copied to the log: the commit's position, and how many of that commit's rows.
CREATE TABLE relay (
    slot text PRIMARY KEY,
    epoch bigint NOT NULL DEFAULT 0,
    position pg_lsn NOT NULL DEFAULT '0/0',
    rows int NOT NULL DEFAULT 0,
    ready boolean NOT NULL DEFAULT false
);
