-- Food that no driver has taken yet: more drivers are asked until one has.
create table notifications.offer (
    order_id bigint primary key,
    -- The order as it was offered.
    snapshot bytea not null,
    round int not null default 1 check (round >= 1),
    next_at timestamptz not null
);

create index offer_due on notifications.offer (next_at);

-- The key that signs the links by which people unsubscribe; one row, made once.
create table notifications.link_key (
    only_one boolean primary key default true check (only_one),
    key bytea not null
);

-- Addresses that mails came back from. Another address of the same person is tried again.
create table notifications.bounce (
    user_id text primary key,
    address_hash bytea not null,
    reason text not null,
    bounced_at timestamptz not null
);
