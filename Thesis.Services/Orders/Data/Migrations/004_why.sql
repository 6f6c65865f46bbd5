-- Why the NGO was offered the food, as the allocation said; empty for orders of before.
alter table orders.orders add column why text[] not null default '{}';
