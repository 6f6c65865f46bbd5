create table donors.donor (
    id bigint primary key,
    version bigint not null check (version >= 1),
    name text not null check (char_length(name) between 1 and 200),
    kind text not null check (char_length(kind) between 1 and 40),
    latitude double precision not null check (latitude between -90 and 90),
    longitude double precision not null check (longitude between -180 and 180),
    address text not null check (char_length(address) <= 300),
    region text not null check (char_length(region) between 1 and 40),
    opening_hours text not null check (char_length(opening_hours) <= 500),
    verified boolean not null,
    managers text[] not null check (cardinality(managers) <= 20),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- Names repeat among chains: a donor is its name and its place together.
    constraint donor_is_unique unique (region, name, latitude, longitude)
);

create index donor_by_region on donors.donor (region, id);
create index donor_by_manager on donors.donor using gin (managers);
