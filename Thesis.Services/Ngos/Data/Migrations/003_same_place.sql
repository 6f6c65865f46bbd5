-- The name without case, accents, punctuation and kinds of spaces: lists spell the same place in many ways.
create function ngos.name_key(name text) returns text language sql immutable strict parallel safe as $$
    select btrim(regexp_replace(regexp_replace(lower(normalize(name, nfkd)), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

alter table ngos.ngo add column name_key text not null generated always as (ngos.name_key(name)) stored;
create index ngo_by_name_key on ngos.ngo (region, name_key);

-- Lengths are counted in characters as people see them, which may be several code points each.
alter table ngos.ngo drop constraint ngo_name_check, drop constraint ngo_kind_check, drop constraint ngo_address_check;
alter table ngos.ngo
    add constraint ngo_name_check check (char_length(name) between 1 and 1600),
    add constraint ngo_kind_check check (char_length(kind) between 1 and 320),
    add constraint ngo_address_check check (char_length(address) <= 2400);
