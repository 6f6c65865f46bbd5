-- The NGO's further places: [{"id", "name", "stop": {"latitude", "longitude", "address"}}].
alter table orders.owners add column locations jsonb not null default '[]';
