create table users.profile (
    id bigint primary key,
    user_id text not null unique check (char_length(user_id) between 1 and 200),
    version bigint not null check (version >= 1),
    name text not null check (char_length(name) <= 800),
    language text not null check (char_length(language) between 2 and 35),
    units text not null check (units in ('kg', 'lb')),
    time_zone text check (char_length(time_zone) between 1 and 60),
    quiet_from_minute int check (quiet_from_minute between 0 and 1439),
    quiet_until_minute int check (quiet_until_minute between 0 and 1439),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint quiet_hours_have_two_ends check ((quiet_from_minute is null) = (quiet_until_minute is null))
);

-- What differs from the usual.
create table users.preference (
    user_id text not null references users.profile (user_id) on delete cascade,
    kind text not null check (char_length(kind) between 1 and 40),
    channel text not null check (channel in ('in_app', 'email', 'sms', 'push')),
    wanted boolean not null,
    primary key (user_id, kind, channel)
);

-- Only inserted.
create table users.consent (
    id bigint primary key,
    user_id text not null check (char_length(user_id) between 1 and 200),
    kind text not null check (char_length(kind) between 1 and 40),
    version text not null check (char_length(version) between 1 and 320),
    given boolean not null,
    at timestamptz not null
);

create index consent_by_user on users.consent (user_id, id desc);
