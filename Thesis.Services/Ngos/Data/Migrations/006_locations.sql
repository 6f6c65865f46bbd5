-- Further places, beside the first: [{"id", "name", "place", "openingHours", "accessNotes", "contacts"}].
alter table ngos.ngo add column locations jsonb not null default '[]' check (jsonb_typeof(locations) = 'array');
