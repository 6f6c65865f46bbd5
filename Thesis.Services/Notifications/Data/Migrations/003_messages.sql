-- What is told once until it is read, such as the messages of a conversation: about it at most one notification of a person is open.
alter table notifications.notification
    add column about text not null default '',
    -- Which message of it.
    add column about_number bigint not null default 0,
    add column is_open boolean not null default false;

create unique index notification_open on notifications.notification (user_id, about) where is_open;

-- How far people have read: the news of it may come before that of the message.
create table notifications.conversation_read (
    user_id text not null,
    about text not null,
    up_to bigint not null,
    read_at timestamptz not null,
    primary key (user_id, about)
);

create index conversation_read_by_age on notifications.conversation_read (read_at);
