-- What was there at pickup beyond what was promised; it stays at the donor and is offered to others.
alter table orders.orders add column surplus_grams bigint not null default 0 check (surplus_grams between 0 and 50000000);
