-- The donor's further places: [{"id", "name", "place", "openingHours", "accessNotes"}].
alter table donations.donor add column locations jsonb not null default '[]';
