create table regions.region (
    id bigint primary key,
    slug text not null unique check (char_length(slug) between 1 and 40),
    version bigint not null check (version >= 1),
    -- False until an administrator has stated it.
    confirmed boolean not null,
    name text not null check (char_length(name) between 1 and 800),
    time_zone text not null check (char_length(time_zone) between 1 and 60),
    units text not null check (units in ('kg', 'lb')),
    language text not null check (char_length(language) between 2 and 35),
    quiet_from_minute int check (quiet_from_minute between 0 and 1439),
    quiet_until_minute int check (quiet_until_minute between 0 and 1439),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    strategy text check (char_length(strategy) between 1 and 60),
    holidays date[] not null check (cardinality(holidays) <= 200),
    outline jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint quiet_hours_have_two_ends check ((quiet_from_minute is null) = (quiet_until_minute is null))
);
