-- Lots that a donation could not honour: asked for again, they are not judged again, for their capacity is given back by then.
create table donations.rejected_lot (
    allocation_id bigint primary key,
    reason text not null,
    created_at timestamptz not null
);
