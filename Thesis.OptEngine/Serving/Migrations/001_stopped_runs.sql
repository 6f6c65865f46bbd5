-- Runs that nobody waits for any more: whichever worker has their job stops it.
create table optengine.stopped_runs (
    run_id bigint primary key,
    at     timestamptz not null
);
create index stopped_runs_by_age on optengine.stopped_runs (at);
