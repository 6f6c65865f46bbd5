-- Donations that post themselves: on some weekdays, at a local time of the donor's region.
create table donations.template (
    id bigint primary key,
    version bigint not null check (version >= 1),
    donor_id bigint not null references donations.donor,
    food_type text not null check (food_type in ('produce', 'bakery', 'dairy', 'meat', 'prepared', 'pantry', 'beverages', 'frozen')),
    title text not null check (char_length(title) between 1 and 1600),
    quantity_grams bigint not null check (quantity_grams between 1 and 50000000),
    smallest_lot_grams bigint not null check (smallest_lot_grams between 0 and quantity_grams),
    storage_class text not null check (storage_class in ('ambient', 'chilled', 'frozen')),
    amount numeric(12, 3) not null check (amount > 0),
    unit text not null check (unit in ('kg', 'lb', 'box', 'meal')),
    unit_kg numeric(14, 9) not null check (unit_kg > 0),
    allergens text[],
    access_notes text not null check (char_length(access_notes) <= 4000),
    pickup_notes text not null check (char_length(pickup_notes) <= 4000),
    -- ISO: 1 is Monday.
    weekdays int[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
    from_minute int not null check (from_minute between 0 and 1439),
    -- At or before from_minute: on the next day.
    until_minute int not null check (until_minute between 0 and 1439),
    -- How long after the pickup window the food is good.
    keeps_minutes int not null check (keeps_minutes between 0 and 525600),
    -- How long before the pickup window it is posted.
    ahead_minutes int not null check (ahead_minutes between 0 and 20160),
    starts_on date not null,
    ends_on date,
    exceptions date[] not null check (cardinality(exceptions) <= 200),
    -- The next day it is for, and when it is posted; null when none is to come.
    next_day date,
    next_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint template_days_are_ordered check (ends_on is null or starts_on <= ends_on),
    constraint next_day_has_a_time check ((next_day is null) = (next_at is null))
);

create index template_by_donor on donations.template (donor_id, id);
create index template_due on donations.template (next_at) where next_at is not null;

-- Calendar feeds: who knows the secret may read what the user's calendar holds.
create table donations.calendar (
    id bigint primary key,
    user_id text not null check (char_length(user_id) between 1 and 200),
    -- SHA-256 of the secret.
    secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
    created_at timestamptz not null
);

create index calendar_by_user on donations.calendar (user_id, id);
