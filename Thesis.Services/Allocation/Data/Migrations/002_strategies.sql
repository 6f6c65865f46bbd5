-- Strategies of this installation, next to the built-in ones. What a name means never changes: rows are only added.
create table allocation.strategies (
    id         bigint primary key,
    name       text not null unique check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*-[0-9]+$' and char_length(name) <= 60),
    about      text not null check (char_length(about) <= 500),
    document   jsonb not null,
    created_by text not null,
    created_at timestamptz not null
);

-- The strategy of a region's runs; null means the service's default.
alter table allocation.regions add column strategy text;

-- The strategy as it was when the run began, and why the engine stopped.
alter table allocation.runs add column strategy jsonb;
alter table allocation.runs add column stopped_by text not null default '';

-- As the NGO states them, e.g. "Mon 08:00-23:00; Fri2nd 15:00-17:00"; empty when unknown.
alter table allocation.ngos add column opening_hours text not null default '';

-- What the plan's prices say a lot used, in kg-equivalents; what a plan is worth beyond that is its gain.
alter table allocation.allocations add column price_paid double precision not null default 0;

-- What kept NGOs and donations from more, by run.
create table allocation.explanations (
    id          bigint generated always as identity primary key,
    run_id      bigint not null references allocation.runs (id),
    subject     text not null check (subject in ('ngo', 'donation')),
    subject_id  bigint not null,
    grams       bigint not null,
    left_grams  bigint not null,
    deliveries  int not null,
    price       double precision not null,
    slot_price  double precision not null,
    limits      jsonb not null
);
create index explanations_by_run on allocation.explanations (run_id, id);
