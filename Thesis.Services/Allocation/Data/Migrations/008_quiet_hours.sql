-- When nobody is to be disturbed, in minutes after midnight of the region's time zone; null for never.
alter table allocation.regions
    add column quiet_from_minute int check (quiet_from_minute between 0 and 1439),
    add column quiet_until_minute int check (quiet_until_minute between 0 and 1439);
