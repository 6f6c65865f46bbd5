-- The node numbers of ids. A process has one until it expires; what it makes is below ids_until, in milliseconds since 2026,
-- and the next to have the number begins there, so that no two make the same id, whatever their clocks say.
CREATE TABLE nodes (
    node int PRIMARY KEY,
    owner uuid,
    expires_at timestamptz NOT NULL DEFAULT '-infinity',
    ids_until bigint NOT NULL DEFAULT 0
);
INSERT INTO nodes (node) SELECT generate_series(0, 1023);
