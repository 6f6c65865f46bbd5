-- Classes of which an NGO takes only so much in a day, and how much; a class that is not named has no limit of its own.
alter table allocation.ngos
    add column limited_classes text[] not null default '{}',
    add column limited_grams bigint[] not null default '{}',
    add constraint ngos_limits check (cardinality(limited_classes) = cardinality(limited_grams));
