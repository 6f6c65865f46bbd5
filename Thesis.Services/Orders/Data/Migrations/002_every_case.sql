-- Who manages each donor and NGO now, and when the NGO takes deliveries: rights are asked of this, never of the order.
create table orders.owners (
    kind          text not null check (kind in ('donor', 'ngo')),
    id            bigint not null,
    -- 0 for what only an order said.
    version       bigint not null,
    managers      text[] not null,
    opening_hours text not null default '',
    primary key (kind, id)
);
create index owners_by_manager on orders.owners using gin (managers);

insert into orders.owners (kind, id, version, managers)
select distinct on (donor_id) 'donor', donor_id, 0, donor_managers from orders.orders order by donor_id, id desc;
insert into orders.owners (kind, id, version, managers)
select distinct on (ngo_id) 'ngo', ngo_id, 0, ngo_managers from orders.orders order by ngo_id, id desc;

drop table orders.order_people;
alter table orders.orders
    drop column donor_managers,
    drop column ngo_managers,
    add column proposed_grams  bigint,
    add column lost_grams      bigint not null default 0 check (lost_grams >= 0),
    add column storage_class   text not null default 'ambient',
    -- Entered by the driver at the door; empty where the region does not ask for it.
    add column delivery_code   text not null default '',
    add column pickup_reason   text not null default '',
    add column delivery_reason text not null default '',
    add column quality         text,
    add column offer_again     boolean not null default false,
    add column proved_by_code  boolean not null default false,
    add column wrong_codes     int not null default 0,
    add column accepted_at     timestamptz,
    add column assigned_at     timestamptz,
    add column picked_up_at    timestamptz,
    add column ended_at        timestamptz,
    drop constraint orders_status_check,
    add constraint orders_status_check check (status in
        ('proposed', 'accepted', 'assigned', 'picked_up', 'delivered', 'completed', 'declined', 'expired', 'cancelled', 'failed', 'returned', 'lost'));

update orders.orders set proposed_grams = grams, lost_grams = case
    when status = 'picked_up' then grams - picked_up_grams
    when status in ('delivered', 'completed') then grams - delivered_grams
    when status = 'failed' and picked_up_grams > 0 then grams
    else 0 end;
alter table orders.orders
    alter column proposed_grams set not null,
    add constraint orders_part check (grams <= proposed_grams),
    add constraint orders_books check (delivered_grams + lost_grams <= grams);

create index orders_by_donor on orders.orders (donor_id, id desc);
create index orders_by_driver_user on orders.orders (driver_user, id desc) where driver_user is not null;
create index orders_by_pickup on orders.orders (region, pickup_from, id);
create index orders_by_update on orders.orders (region, updated_at desc, id desc);

-- What happened to each order, an event a version. Applied in turn to the proposal, the events give the order's state.
create table orders.history (
    order_id    bigint not null,
    version     bigint not null,
    action      text not null,
    from_status text not null,
    to_status   text not null,
    at          timestamptz not null,
    -- As what the actor acted: donor, ngo, driver, dispatcher or clock.
    party       text not null,
    actor       text not null,
    event       jsonb not null,
    trace_id    text,
    primary key (order_id, version)
);

-- What Drivers says of each driver, newest version.
create table orders.drivers (
    id             bigint primary key,
    version        bigint not null,
    user_id        text not null,
    name           text not null,
    region         text not null,
    capacity_grams bigint not null,
    on_shift       boolean not null,
    cooling        text not null
);

-- Where each driver was last. A table of its own: positions come all the time, and a claim locks the driver's row.
create table orders.driver_positions (
    driver_id bigint primary key,
    latitude  double precision not null,
    longitude double precision not null,
    seen_at   timestamptz not null
);
