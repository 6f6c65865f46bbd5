-- Grows each time the relay copies the outboxes anew: its positions come after all earlier ones.
ALTER TABLE relay ADD COLUMN generation bigint NOT NULL DEFAULT 0;

-- The logs that consumers have read from; 0 is the one in this database. Offsets of one mean nothing in another.
CREATE TABLE logs (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

-- The next offset each group handles of a partition in Kafka, and the outboxes' position of the last event before it.
-- Updated by every handled event: keep room in its page.
CREATE TABLE kafka_offsets (
    log int NOT NULL REFERENCES logs,
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL DEFAULT 0,
    generation bigint NOT NULL DEFAULT 0,
    commit pg_lsn NOT NULL DEFAULT '0/0',
    row int NOT NULL DEFAULT -1,
    PRIMARY KEY (log, consumer_group, topic, partition)
) WITH (fillfactor = 50);
