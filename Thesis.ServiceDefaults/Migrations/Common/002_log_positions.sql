-- What an inbox and a job remember of an event is its place in the log, which no producer can get wrong.
-- Events that were handled before are known by the groups' offsets.
DROP TABLE {schema}.inbox;
CREATE TABLE {schema}.inbox (
    consumer_group text NOT NULL,
    log int NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, log, topic, partition, "offset")
);
CREATE INDEX inbox_handled_at ON {schema}.inbox USING brin (handled_at);

ALTER TABLE {schema}.dead_letters ADD COLUMN log int NOT NULL DEFAULT 0;

ALTER TABLE {schema}.jobs ADD COLUMN log int NOT NULL DEFAULT 0;
ALTER TABLE {schema}.jobs DROP CONSTRAINT jobs_consumer_group_event_id_key;
ALTER TABLE {schema}.jobs ADD UNIQUE (consumer_group, log, topic, partition, "offset");
CREATE INDEX jobs_in_order ON {schema}.jobs (consumer_group, topic, id);
