alter table ngos.ngo
    -- [{"name", "role", "phone", "email"}]
    add column contacts jsonb not null default '[]' check (jsonb_typeof(contacts) = 'array'),
    add column access_notes text not null default '' check (char_length(access_notes) <= 4000),
    -- Takes no food for days before this one; null when it does not pause.
    add column resumes_on date,
    add column pause_reason text not null default '' check (char_length(pause_reason) <= 2400),
    -- [{"from", "until", "reason"}]: days on which it takes nothing, both included.
    add column closures jsonb not null default '[]' check (jsonb_typeof(closures) = 'array'),
    -- [{"date", "capacityKg", "slots"}]: days on which it takes more or less than usual.
    add column days jsonb not null default '[]' check (jsonb_typeof(days) = 'array');
