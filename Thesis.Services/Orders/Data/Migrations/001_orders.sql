-- One row per confirmed allocation: the way of one lot from the donor's door to the NGO's.
create table orders.orders (
    id                 bigint primary key,
    version            bigint not null,
    allocation_id      bigint not null unique,
    run_id             bigint not null,
    donation_id        bigint not null,
    donor_id           bigint not null,
    ngo_id             bigint not null,
    driver_id          bigint,
    driver_user        text,
    region             text not null,
    status             text not null check (status in
        ('proposed', 'accepted', 'assigned', 'picked_up', 'delivered', 'completed', 'declined', 'expired', 'cancelled', 'failed')),
    grams              bigint not null check (grams > 0),
    picked_up_grams    bigint not null default 0 check (picked_up_grams between 0 and grams),
    delivered_grams    bigint not null default 0 check (delivered_grams between 0 and picked_up_grams),
    title              text not null,
    food_type          text not null,
    donor_name         text not null,
    ngo_name           text not null,
    pickup_latitude    double precision not null,
    pickup_longitude   double precision not null,
    pickup_address     text not null,
    dropoff_latitude   double precision not null,
    dropoff_longitude  double precision not null,
    dropoff_address    text not null,
    pickup_from        timestamptz not null,
    pickup_until       timestamptz not null,
    expires_at         timestamptz not null,
    km                 double precision not null,
    donor_managers     text[] not null,
    ngo_managers       text[] not null,
    reason             text not null default '',
    -- When an unanswered proposal lapses.
    respond_by         timestamptz not null,
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    delivered_at       timestamptz,
    check (status not in ('assigned', 'picked_up', 'delivered', 'completed') or driver_id is not null)
);

create index orders_by_region on orders.orders (region, status, id desc);
create index orders_by_ngo on orders.orders (ngo_id, id desc);
create index orders_by_donation on orders.orders (donation_id);
create index orders_by_driver on orders.orders (driver_id, id desc) where driver_id is not null;
-- What the sweeper looks for: lapsed proposals, spoiled food, receipts nobody confirmed.
create index orders_to_expire on orders.orders (least(respond_by, expires_at)) where status = 'proposed';
create index orders_to_spoil on orders.orders (expires_at) where status in ('accepted', 'assigned');
create index orders_to_complete on orders.orders (delivered_at) where status = 'delivered';

-- Who may see which order: the managers of both ends, and the driver once there is one. A table of its own, because it
-- stays as it is while the order's row changes at every step.
create table orders.order_people (
    subject  text not null,
    order_id bigint not null,
    primary key (subject, order_id)
);

-- The donations that orders came from. Cancelling one and adding orders to it both lock its row, and whichever is
-- second sees the other: the two topics are not ordered among each other.
create table orders.donations (
    donation_id  bigint primary key,
    cancelled_at timestamptz
);
