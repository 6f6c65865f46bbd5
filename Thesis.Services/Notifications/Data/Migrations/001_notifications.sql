-- What is known of users, places, drivers and regions, from their services' events.
create table notifications.person (
    user_id text primary key,
    version bigint not null,
    language text not null,
    units text not null,
    time_zone text not null,
    quiet_from_minute int,
    quiet_until_minute int,
    -- "kind channel" of what differs from the usual.
    wanted text[] not null,
    unwanted text[] not null
);

create table notifications.place (
    kind text not null check (kind in ('donor', 'ngo')),
    id bigint not null,
    version bigint not null,
    managers text[] not null,
    primary key (kind, id)
);

create table notifications.driver (
    id bigint primary key,
    version bigint not null,
    user_id text not null,
    region text not null,
    on_shift boolean not null,
    -- When food was last offered: who was asked longest ago is asked first.
    asked_at timestamptz
);

create index driver_to_ask on notifications.driver (region, asked_at nulls first) where on_shift;

create table notifications.region (
    region text primary key,
    version bigint not null,
    time_zone text not null
);

create table notifications.notification (
    id bigint primary key,
    user_id text not null,
    kind text not null,
    title text not null,
    body text not null,
    path text not null,
    created_at timestamptz not null,
    read_at timestamptz
);

create index notification_by_user on notifications.notification (user_id, id desc);
create index notification_unread on notifications.notification (user_id) where read_at is null;
create index notification_by_age on notifications.notification (created_at);

-- A notification on its way by a channel.
create table notifications.delivery (
    id bigint primary key,
    notification_id bigint not null references notifications.notification (id) on delete cascade,
    user_id text not null,
    channel text not null check (channel in ('email', 'push')),
    status text not null check (status in ('waiting', 'sent', 'kept', 'skipped', 'failed')),
    -- When it is to be tried; null when nothing is left to do.
    due_at timestamptz,
    -- Later it is of no use.
    not_after timestamptz,
    attempts int not null default 0,
    detail text not null default '',
    created_at timestamptz not null,
    constraint delivery_is_due_while_it_waits check ((status = 'waiting') = (due_at is not null))
);

create index delivery_due on notifications.delivery (due_at) where due_at is not null;
create index delivery_by_user on notifications.delivery (user_id, created_at);
create index delivery_by_notification on notifications.delivery (notification_id);

create table notifications.push_subscription (
    id bigint primary key,
    user_id text not null,
    endpoint text not null unique check (char_length(endpoint) <= 1000),
    p256dh text not null check (char_length(p256dh) <= 200),
    auth text not null check (char_length(auth) <= 100),
    created_at timestamptz not null
);

create index push_subscription_by_user on notifications.push_subscription (user_id);

-- The pair of keys by which push services know this system; one row, made once.
create table notifications.push_key (
    only_one boolean primary key default true check (only_one),
    public_key text not null,
    private_key text not null
);
