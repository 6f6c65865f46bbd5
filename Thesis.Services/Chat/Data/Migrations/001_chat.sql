-- What is known of people, places, drivers and orders, from their services' events.
create table chat.person (
    id bigint primary key,
    user_id text not null unique,
    -- 0 while only a token has told of them.
    version bigint not null,
    name text not null
);

create table chat.place (
    kind text not null check (kind in ('donor', 'ngo')),
    id bigint not null,
    version bigint not null,
    region text not null,
    verified boolean not null,
    managers text[] not null,
    primary key (kind, id)
);

create index place_by_region on chat.place (region) where verified;

create table chat.driver (
    id bigint primary key,
    version bigint not null,
    user_id text not null,
    region text not null
);

create index driver_by_region on chat.driver (region);

create table chat.conversation (
    id bigint primary key,
    kind text not null check (kind in ('order', 'board', 'direct')),
    -- The order's id, the region's name, or the ids of the two persons.
    subject text not null,
    region text not null,
    -- How many messages were ever posted. Who posts holds this row: their order is the same for everybody.
    last_number bigint not null default 0,
    last_at timestamptz not null,
    created_at timestamptz not null,
    -- While it is held nothing of it is deleted.
    held_at timestamptz,
    unique (kind, subject)
);

create table chat.order_state (
    order_id bigint primary key,
    conversation_id bigint not null unique references chat.conversation (id) on delete cascade,
    version bigint not null,
    status text not null,
    donor_id bigint not null,
    ngo_id bigint not null,
    driver_user text not null,
    title text not null,
    donor_name text not null,
    ngo_name text not null,
    -- Null while it is under way.
    ended_at timestamptz
);

create index order_state_by_donor on chat.order_state (donor_id, ended_at);
create index order_state_by_ngo on chat.order_state (ngo_id, ended_at);

create table chat.member (
    conversation_id bigint not null references chat.conversation (id) on delete cascade,
    user_id text not null,
    -- "staff" only remembers what a dispatcher has read: it gives no right.
    part text not null check (part in ('donor', 'ngo', 'driver', 'member', 'peer', 'staff')),
    read_up_to bigint not null default 0,
    -- Number of the last message before they left; null while they take part.
    left_after bigint,
    primary key (conversation_id, user_id)
);

create index member_by_user on chat.member (user_id, conversation_id);

create table chat.message (
    id bigint primary key,
    conversation_id bigint not null references chat.conversation (id) on delete cascade,
    number bigint not null,
    -- Subject of the author's tokens; empty once it was erased.
    author text not null,
    part text not null,
    kind text not null check (kind in ('text', 'quick', 'location')),
    text text not null check (char_length(text) <= 16000),
    quick text not null check (char_length(quick) <= 40),
    latitude double precision check (latitude between -90 and 90),
    longitude double precision check (longitude between -180 and 180),
    command_id text not null check (char_length(command_id) between 1 and 100),
    posted_at timestamptz not null,
    hidden_at timestamptz,
    erased_at timestamptz,
    search tsvector generated always as (to_tsvector('simple', text)) stored,
    constraint message_has_one_number unique (conversation_id, number),
    constraint message_is_posted_once unique (author, command_id)
);

create index message_by_author on chat.message (author, posted_at);
create index message_by_age on chat.message (posted_at);
create index message_by_word on chat.message using gin (search);

create table chat.block (
    user_id text not null,
    blocked text not null,
    created_at timestamptz not null,
    primary key (user_id, blocked)
);

create table chat.report (
    id bigint primary key,
    message_id bigint not null references chat.message (id) on delete cascade,
    reporter text not null,
    cause text not null check (cause in ('spam', 'abuse', 'danger', 'other')),
    note text not null check (char_length(note) <= 4000),
    status text not null check (status in ('open', 'upheld', 'dismissed')),
    created_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    reason text not null default '' check (char_length(reason) <= 4000),
    constraint report_is_made_once unique (message_id, reporter),
    constraint report_is_open_until_decided check ((status = 'open') = (decided_at is null))
);

create index report_by_status on chat.report (status, id desc);

create table chat.sanction (
    id bigint primary key,
    user_id text not null,
    kind text not null check (kind in ('mute', 'ban')),
    -- The board that somebody is banned from; null for a mute, which holds everywhere.
    conversation_id bigint references chat.conversation (id) on delete cascade,
    until timestamptz not null,
    reason text not null check (char_length(reason) <= 4000),
    created_at timestamptz not null,
    created_by text not null,
    lifted_at timestamptz,
    lifted_by text,
    constraint ban_is_from_a_board check ((kind = 'ban') = (conversation_id is not null))
);

create index sanction_by_user on chat.sanction (user_id, until) where lifted_at is null;

-- Who asked that what they wrote be erased; done once nothing of it is held any more.
create table chat.erasure (
    user_id text primary key,
    asked_at timestamptz not null,
    done_at timestamptz
);

create index erasure_to_do on chat.erasure (asked_at) where done_at is null;

-- Whether two people both take part in an order that is under way, or ended after a moment.
create function chat.share_order(one text, other text, since timestamptz) returns boolean language sql stable as $$
    select exists (
        select from chat.member a
            join chat.member b on b.conversation_id = a.conversation_id
            join chat.order_state o on o.conversation_id = a.conversation_id
        where a.user_id = one and b.user_id = other and a.left_after is null and b.left_after is null
            and a.part <> 'staff' and b.part <> 'staff' and (o.ended_at is null or o.ended_at > since))
$$;
