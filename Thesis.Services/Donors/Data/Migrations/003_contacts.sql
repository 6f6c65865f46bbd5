alter table donors.donor
    -- [{"name", "role", "phone", "email"}]
    add column contacts jsonb not null default '[]' check (jsonb_typeof(contacts) = 'array'),
    add column access_notes text not null default '' check (char_length(access_notes) <= 4000);
