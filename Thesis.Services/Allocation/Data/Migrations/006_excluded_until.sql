-- Until when a pair is not proposed again; null for good.
alter table allocation.excluded_pairs add column until timestamptz;
