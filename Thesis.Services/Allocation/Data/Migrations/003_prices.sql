-- The prices that proved the plan of a region's last run: the engine starts the next one from them. A hint, and no more:
-- any run may do without. One row a region, of at most a megabyte.
create table allocation.region_prices (
    region   text primary key,
    run_id   bigint not null,
    strategy text not null,
    -- allocation.v1.PlanPrices
    prices   bytea not null check (octet_length(prices) <= 1048576)
);
