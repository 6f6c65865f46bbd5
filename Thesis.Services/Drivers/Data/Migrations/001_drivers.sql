create table drivers.drivers (
    id             bigint primary key,
    version        bigint not null,
    -- The user who drives: one driver a user.
    user_id        text not null unique,
    name           text not null,
    region         text not null,
    vehicle        text not null,
    capacity_grams bigint not null check (capacity_grams > 0),
    on_shift       boolean not null default false,
    -- The newest position; null before the first.
    last_latitude  double precision,
    last_longitude double precision,
    last_time      timestamptz,
    created_at     timestamptz not null
);
create index drivers_by_region on drivers.drivers (region, on_shift, id desc);

-- Where drivers were, a partition for each UTC day. Partitions are made ahead and dropped when they are too old.
create table drivers.positions (
    driver_id  bigint not null,
    time       timestamptz not null,
    latitude   double precision not null,
    longitude  double precision not null,
    -- Metres; 0 when unknown.
    accuracy_m double precision not null,
    primary key (driver_id, time)
) partition by range (time);

-- Each driver's orders, newest version, as the contract's OrderSnapshot.
create table drivers.orders (
    order_id   bigint primary key,
    driver_id  bigint not null,
    version    bigint not null,
    status     text not null,
    snapshot   bytea not null,
    updated_at timestamptz not null
);
create index orders_by_driver on drivers.orders (driver_id, order_id desc);
create index orders_active on drivers.orders (driver_id) where status in ('assigned', 'picked_up');
create index orders_by_age on drivers.orders (updated_at);
