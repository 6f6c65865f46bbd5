-- What donors and NGOs say of themselves, the newest version known here: who may invite others to which.
CREATE TABLE organisations (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    managers text[] NOT NULL,
    staff text[] NOT NULL
);

CREATE INDEX ix_organisations_managers ON organisations USING gin (managers);

-- Who is invited to act for which organisation. The link that was mailed holds the key, sealed; a new link has a new key.
CREATE TABLE invitations (
    id bigint PRIMARY KEY,
    organisation text NOT NULL REFERENCES organisations (id),
    email text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
    role text NOT NULL CHECK (role IN ('manager', 'staff')),
    status text NOT NULL CHECK (status IN ('pending', 'accepted', 'revoked')),
    key text NOT NULL,
    invited_by text NOT NULL,
    -- A dispatcher or an administrator, who may invite to every organisation.
    by_operator boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_by text,
    accepted_at timestamptz,
    CONSTRAINT invitation_is_accepted_by_somebody CHECK ((status = 'accepted') = (accepted_by IS NOT NULL) AND (accepted_by IS NULL) = (accepted_at IS NULL))
);

CREATE UNIQUE INDEX invitation_is_open_once ON invitations (organisation, lower(email)) WHERE status = 'pending';
CREATE INDEX ix_invitations_organisation_id ON invitations (organisation, id);
