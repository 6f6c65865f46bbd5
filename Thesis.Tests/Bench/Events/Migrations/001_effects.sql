CREATE TABLE effects (event_id bigint NOT NULL);
