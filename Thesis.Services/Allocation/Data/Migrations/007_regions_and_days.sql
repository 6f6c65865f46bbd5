-- What the regions service says of each region; version 0 while it has said nothing.
alter table allocation.regions
    add column version bigint not null default 0,
    add column time_zone text not null default '',
    add column holidays date[] not null default '{}',
    -- The strategy that the regions service asks for; the one that is used may have been chosen since.
    add column wanted_strategy text not null default '';

-- The day of delivery that a change is about; null for all of them.
alter table allocation.changes add column day date;

-- Takes no food for days before this one.
alter table allocation.ngos add column resumes_on date;

-- Days on which an NGO takes more or less than usual; closed days take nothing. The least of those that cover a day holds.
create table allocation.ngo_exceptions (
    ngo_id         bigint not null,
    from_day       date not null,
    until_day      date not null,
    capacity_grams bigint not null check (capacity_grams >= 0),
    slots          int not null check (slots >= 0),
    check (from_day <= until_day)
);
create index ngo_exceptions_by_ngo on allocation.ngo_exceptions (ngo_id, from_day);

-- What an NGO takes on a day, whatever is reserved of it.
create function allocation.capacity_on(ngo bigint, on_day date, usual bigint) returns bigint language sql stable as $$
    select coalesce((select min(e.capacity_grams) from allocation.ngo_exceptions e where e.ngo_id = ngo and on_day between e.from_day and e.until_day), usual)
$$;

create function allocation.slots_on(ngo bigint, on_day date, usual int) returns int language sql stable as $$
    select coalesce((select min(e.slots) from allocation.ngo_exceptions e where e.ngo_id = ngo and on_day between e.from_day and e.until_day), usual)
$$;
