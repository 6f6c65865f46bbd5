create table ngos.ngo (
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
    daily_capacity_grams bigint not null check (daily_capacity_grams between 0 and 100000000),
    daily_slots integer not null check (daily_slots between 0 and 1000),
    storage_classes text[] not null check (cardinality(storage_classes) >= 1 and storage_classes <@ array['ambient', 'chilled', 'frozen']),
    food_preferences text[] not null check (food_preferences <@ array['produce', 'bakery', 'dairy', 'meat', 'prepared', 'pantry', 'beverages', 'frozen']),
    priority integer not null check (priority between 1 and 5),
    accepting boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- Names repeat: an NGO is its name and its place together.
    constraint ngo_is_unique unique (region, name, latitude, longitude)
);

create index ngo_by_region on ngos.ngo (region, id);
create index ngo_by_manager on ngos.ngo using gin (managers);
