-- What the donations say of themselves, newest version; kept to state the engine's problem.
create table allocation.donations (
    id                 bigint primary key,
    version            bigint not null,
    region             text not null,
    title              text not null,
    food_type          text not null,
    latitude           double precision not null,
    longitude          double precision not null,
    storage_class      text not null,
    -- Quantity less what is reserved, delivered or lost.
    open_grams         bigint not null,
    smallest_lot_grams bigint not null,
    expires_at         timestamptz not null,
    pickup_from        timestamptz not null,
    pickup_until       timestamptz not null,
    status             text not null,
    -- Set when the donation refused a lot: it is left out until then, or until a newer version is known.
    hold_until         timestamptz,
    refusals           int not null default 0
);
create index donations_open on allocation.donations (region, expires_at) where status = 'open' and open_grams > 0;

-- What the NGOs say of themselves, newest version.
create table allocation.ngos (
    id                   bigint primary key,
    version              bigint not null,
    region               text not null,
    name                 text not null,
    latitude             double precision not null,
    longitude            double precision not null,
    address              text not null,
    managers             text[] not null,
    daily_capacity_grams bigint not null check (daily_capacity_grams >= 0),
    daily_slots          int not null check (daily_slots >= 0),
    storage_classes      text[] not null,
    food_preferences     text[] not null,
    priority             int not null,
    accepting            boolean not null,
    verified             boolean not null
);
create index ngos_by_region on allocation.ngos (region) where accepting and verified;

-- The ledger: what each NGO takes on a day of its region. The checks make reserving too much impossible.
create table allocation.ngo_days (
    ngo_id         bigint not null,
    day            date not null,
    capacity_grams bigint not null,
    slots          int not null,
    reserved_grams bigint not null default 0,
    slots_used     int not null default 0,
    primary key (ngo_id, day),
    constraint ngo_day_capacity check (reserved_grams between 0 and capacity_grams),
    constraint ngo_day_slots check (slots_used between 0 and slots)
);

create table allocation.runs (
    id               bigint primary key,
    region           text not null,
    day              date not null,
    status           text not null check (status in ('requested', 'completed', 'failed')),
    cause            text not null check (cause in ('change', 'timer', 'request')),
    requested_by     text not null,
    requested_at     timestamptz not null,
    completed_at     timestamptz,
    strategy_version text not null,
    donations        int not null default 0,
    ngos             int not null default 0,
    offered_grams    bigint not null default 0,
    solver_status    text,
    solver_version   text,
    objective        double precision,
    bound            double precision,
    gap              double precision,
    solve_ms         int,
    allocated_grams  bigint not null default 0,
    lots             int not null default 0,
    -- Lots of the answer that no longer fitted when it was applied.
    dropped          int not null default 0,
    -- Lots that the donations could no longer honour.
    refused          int not null default 0,
    reason           text not null default ''
);
-- At most one run of a region is in flight.
create unique index runs_in_flight on allocation.runs (region) where status = 'requested';
create index runs_by_region on allocation.runs (region, id desc);

-- The lots of the runs, each with the terms of its value.
create table allocation.allocations (
    id                bigint primary key,
    run_id            bigint not null references allocation.runs (id),
    region            text not null,
    donation_id       bigint not null,
    ngo_id            bigint not null,
    day               date not null,
    grams             bigint not null check (grams > 0),
    -- Given back to the NGO's day: all of it when the order ended without delivery, else what did not arrive.
    released_grams    bigint not null default 0 check (released_grams between 0 and grams),
    status            text not null check (status in ('decided', 'confirmed', 'refused', 'released', 'delivered')),
    reason            text not null default '',
    km                double precision not null,
    value_per_kg      double precision not null,
    priority_factor   double precision not null,
    preference_factor double precision not null,
    urgency_factor    double precision not null,
    fairness_factor   double precision not null,
    trip_cost         double precision not null,
    travel_minutes    double precision not null,
    limited_by        text not null,
    decided_at        timestamptz not null,
    unique (run_id, donation_id, ngo_id)
);
-- Lots that their donations have not answered yet count as taken.
create index allocations_in_flight on allocation.allocations (region, donation_id) where status = 'decided';
create index allocations_by_ngo_day on allocation.allocations (ngo_id, day);

-- Pairs that are not proposed again, e.g. because the NGO declined.
create table allocation.excluded_pairs (
    donation_id bigint not null,
    ngo_id      bigint not null,
    reason      text not null,
    primary key (donation_id, ngo_id)
);

-- What happened since a region's last run. Only inserted and deleted, so that events of a region do not wait for each other.
create table allocation.changes (
    id     bigint generated always as identity primary key,
    region text not null,
    -- May lie ahead: the change counts from then.
    at     timestamptz not null
);
create index changes_by_region on allocation.changes (region, at);

-- When a region with food that could not be placed is tried again without a change.
create table allocation.regions (
    region   text primary key,
    retry_at timestamptz
);
