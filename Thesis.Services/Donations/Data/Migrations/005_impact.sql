-- When the lot arrived: figures are those of the day in the region's time zone.
alter table donations.lot add column delivered_at timestamptz;
update donations.lot set delivered_at = updated_at where delivered_grams > 0;
create index lot_by_delivery on donations.lot (delivered_at) where delivered_at is not null;
