-- The regions' ways, as the regions service last said.
create table orders.regions (
    region text primary key,
    version bigint not null,
    time_zone text not null,
    quiet_from_minute int,
    quiet_until_minute int
);
