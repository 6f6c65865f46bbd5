CREATE TABLE effects (event_id bigint NOT NULL, text text NOT NULL);
