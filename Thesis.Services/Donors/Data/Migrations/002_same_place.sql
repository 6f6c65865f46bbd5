-- The name without case, accents, punctuation and kinds of spaces: lists spell the same place in many ways.
create function donors.name_key(name text) returns text language sql immutable strict parallel safe as $$
    select btrim(regexp_replace(regexp_replace(lower(normalize(name, nfkd)), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

alter table donors.donor add column name_key text not null generated always as (donors.name_key(name)) stored;
create index donor_by_name_key on donors.donor (region, name_key);

-- Lengths are counted in characters as people see them, which may be several code points each.
alter table donors.donor drop constraint donor_name_check, drop constraint donor_kind_check, drop constraint donor_address_check;
alter table donors.donor
    add constraint donor_name_check check (char_length(name) between 1 and 1600),
    add constraint donor_kind_check check (char_length(kind) between 1 and 320),
    add constraint donor_address_check check (char_length(address) <= 2400);
