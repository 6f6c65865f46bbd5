-- How the vehicle keeps food cool.
alter table drivers.drivers
    add column cooling text not null default 'none' check (cooling in ('none', 'cold_box', 'refrigerated'));
