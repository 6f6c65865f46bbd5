-- What a driver found at pickup beyond what was promised; the donation's quantity has grown by it.
alter table donations.lot add column surplus_grams bigint not null default 0 check (surplus_grams >= 0);
