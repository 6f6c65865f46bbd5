alter table ngos.ngo
    -- Those of the managers who act for it and may not change it or its people.
    add column staff text[] not null default '{}';
