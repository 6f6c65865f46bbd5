-- What a donor states beside the weight. The amount is in the donor's unit; quantity_grams is what it weighs.
alter table donations.donation
    add column amount numeric(12, 3) not null default 1 check (amount > 0),
    add column unit text not null default 'kg' check (unit in ('kg', 'lb', 'box', 'meal')),
    -- kg of one of the unit.
    add column unit_kg numeric(14, 9) not null default 1 check (unit_kg > 0),
    -- Null: not stated. Empty: none of them.
    add column allergens text[] check (allergens <@ array['celery', 'crustaceans', 'eggs', 'fish', 'gluten', 'lupin', 'milk', 'molluscs',
        'mustard', 'nuts', 'peanuts', 'sesame', 'soy', 'sulphites', 'wheat']),
    add column access_notes text not null default '' check (char_length(access_notes) <= 4000),
    add column pickup_notes text not null default '' check (char_length(pickup_notes) <= 4000),
    -- The part of reserved_grams that is on its way.
    add column in_transit_grams bigint not null default 0 check (in_transit_grams >= 0),
    add column withdrawal_reason text not null default '' check (char_length(withdrawal_reason) <= 2400),
    -- The recurring donation that posted it, and for which day.
    add column template_id bigint,
    add column template_day date;

update donations.donation set amount = quantity_grams / 1000.0;

create unique index donation_of_template on donations.donation (template_id, template_day) where template_id is not null;

-- Lengths are counted in characters as people see them, which may be several code points each.
alter table donations.donation drop constraint donation_title_check, drop constraint donation_address_check, drop constraint donation_status_check;
alter table donations.donation
    add constraint donation_title_check check (char_length(title) between 1 and 1600),
    add constraint donation_address_check check (char_length(address) <= 2400),
    add constraint donation_status_check check (status in ('draft', 'open', 'allocated', 'completed', 'cancelled', 'expired')),
    add constraint transit_is_reserved check (in_transit_grams <= reserved_grams);

alter table donations.lot
    add column in_transit_grams bigint not null default 0 check (in_transit_grams >= 0),
    -- Subject of the driver who has it; empty while nobody has.
    add column driver_user text not null default '';

create index lot_by_ngo on donations.lot (ngo_id);
create index lot_by_driver on donations.lot (driver_user) where driver_user <> '';

-- What the NGOs service says of each NGO; the newest version known here. Who acts for an NGO may read what it is given.
create table donations.ngo (
    id bigint primary key,
    version bigint not null,
    name text not null,
    region text not null,
    address text not null,
    verified boolean not null,
    managers text[] not null
);

create index ngo_by_manager on donations.ngo using gin (managers);

-- What the regions service says of each region.
create table donations.region (
    region text primary key,
    version bigint not null,
    time_zone text not null
);

create or replace function donations.status_after(
    current_status text, quantity bigint, reserved bigint, delivered bigint, lost bigint,
    smallest_lot bigint, expires_at timestamptz, now timestamptz) returns text
language sql immutable parallel safe as $$
    select case
        when current_status in ('cancelled', 'draft') then current_status
        when reserved = 0 and quantity = delivered + lost then 'completed'
        when expires_at <= now then 'expired'
        when reserved > 0 and quantity - reserved - delivered - lost < greatest(smallest_lot, 1) then 'allocated'
        else 'open'
    end
$$;
