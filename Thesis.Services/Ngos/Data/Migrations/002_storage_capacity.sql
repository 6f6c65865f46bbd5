-- What it can take of each storage class in a day; null means no limit of its own.
alter table ngos.ngo
    add column ambient_capacity_grams bigint check (ambient_capacity_grams between 0 and 100000000),
    add column chilled_capacity_grams bigint check (chilled_capacity_grams between 0 and 100000000),
    add column frozen_capacity_grams bigint check (frozen_capacity_grams between 0 and 100000000);
