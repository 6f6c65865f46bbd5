-- What the donors service says of each donor; the newest version known here.
create table donations.donor (
    id bigint primary key,
    version bigint not null,
    name text not null,
    latitude double precision not null,
    longitude double precision not null,
    address text not null,
    region text not null,
    verified boolean not null,
    managers text[] not null
);

create index donor_by_manager on donations.donor using gin (managers);

create table donations.donation (
    id bigint primary key,
    version bigint not null check (version >= 1),
    donor_id bigint not null references donations.donor,
    latitude double precision not null check (latitude between -90 and 90),
    longitude double precision not null check (longitude between -180 and 180),
    address text not null check (char_length(address) <= 300),
    region text not null,
    food_type text not null check (food_type in ('produce', 'bakery', 'dairy', 'meat', 'prepared', 'pantry', 'beverages', 'frozen')),
    title text not null check (char_length(title) between 1 and 200),
    quantity_grams bigint not null check (quantity_grams between 1 and 50000000),
    smallest_lot_grams bigint not null check (smallest_lot_grams >= 0),
    reserved_grams bigint not null check (reserved_grams >= 0),
    delivered_grams bigint not null check (delivered_grams >= 0),
    lost_grams bigint not null check (lost_grams >= 0),
    open_grams bigint not null generated always as (quantity_grams - reserved_grams - delivered_grams - lost_grams) stored,
    storage_class text not null check (storage_class in ('ambient', 'chilled', 'frozen')),
    expires_at timestamptz not null,
    pickup_from timestamptz not null,
    pickup_until timestamptz not null,
    status text not null check (status in ('open', 'allocated', 'completed', 'cancelled', 'expired')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- A donation is never promised beyond its quantity.
    constraint donation_is_not_overdrawn check (reserved_grams + delivered_grams + lost_grams <= quantity_grams),
    constraint smallest_lot_fits check (smallest_lot_grams <= quantity_grams),
    constraint pickup_window_is_ordered check (pickup_from < pickup_until)
);

create index donation_by_region on donations.donation (region, status, id);
create index donation_by_status on donations.donation (status, id);
create index donation_by_donor on donations.donation (donor_id, id);
-- For lists of a region whatever the status, in the order of ids.
create index donation_by_region_id on donations.donation (region, id);
create index donation_on_map on donations.donation (region, expires_at, id) where status = 'open';
create index donation_due on donations.donation (expires_at) where status in ('open', 'allocated');

-- The part of a donation that one allocation holds; the donation's counters are the sums of its lots'.
create table donations.lot (
    allocation_id bigint primary key,
    donation_id bigint not null references donations.donation,
    run_id bigint not null,
    ngo_id bigint not null,
    grams bigint not null check (grams > 0),
    reserved_grams bigint not null check (reserved_grams >= 0),
    delivered_grams bigint not null check (delivered_grams >= 0),
    lost_grams bigint not null check (lost_grams >= 0),
    -- The version of the order that the counters follow; 0 before the order's first change.
    order_version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint lot_is_not_overdrawn check (reserved_grams + delivered_grams + lost_grams <= grams)
);

create index lot_by_donation on donations.lot (donation_id);

-- The one rule for a donation's status; every statement that moves its counters applies it.
create function donations.status_after(
    current_status text, quantity bigint, reserved bigint, delivered bigint, lost bigint,
    smallest_lot bigint, expires_at timestamptz, now timestamptz) returns text
language sql immutable parallel safe as $$
    select case
        when current_status = 'cancelled' then 'cancelled'
        when reserved = 0 and quantity = delivered + lost then 'completed'
        when expires_at <= now then 'expired'
        when reserved > 0 and quantity - reserved - delivered - lost < greatest(smallest_lot, 1) then 'allocated'
        else 'open'
    end
$$;
