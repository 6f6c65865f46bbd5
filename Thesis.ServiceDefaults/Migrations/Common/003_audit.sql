-- The audit trail is searched by who, what and trace, newest first.
CREATE INDEX audit_actor ON {schema}.audit (actor, id DESC);
CREATE INDEX audit_action ON {schema}.audit (action, id DESC);
CREATE INDEX audit_trace ON {schema}.audit (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX audit_entity_id ON {schema}.audit (entity_id, id DESC);
DROP INDEX {schema}.audit_entity;

CREATE OR REPLACE FUNCTION {schema}.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is only added to.';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.audit
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse_audit_change();
