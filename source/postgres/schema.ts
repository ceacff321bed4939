/** One step of the schema, from the version before it. Steps are never changed once they were released: a new one follows. */
export type Migration = {readonly version: number; readonly what: string; readonly sql: string};

/** The name that grants, secrets and messages lie under. */
export const channel = 'mailgrant';

export const migrations: readonly Migration[] = [
	{
		version: 1,
		what: 'grants, their secrets (encrypted by mailgrant), and what tells of changes',
		sql: `CREATE SCHEMA IF NOT EXISTS mailgrant;

-- One row: the version of this schema, and which key the secrets are encrypted with. The key itself is never here.
CREATE TABLE mailgrant.store (
	is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
	version integer NOT NULL,
	id uuid NOT NULL DEFAULT gen_random_uuid(),
	key_check text NOT NULL,
	key_source jsonb NOT NULL,
	key_since timestamptz NOT NULL DEFAULT now(),
	key_by text NOT NULL
);

CREATE SEQUENCE mailgrant.revision AS bigint;

CREATE TABLE mailgrant.grants (
	name text PRIMARY KEY,
	position bigint GENERATED ALWAYS AS IDENTITY,
	record jsonb NOT NULL,
	revision bigint NOT NULL,
	changed_at timestamptz NOT NULL
);

-- rest and tokens: AES-256-GCM under a key that this server never sees.
CREATE TABLE mailgrant.secrets (
	name text PRIMARY KEY,
	rest bytea,
	tokens bytea,
	key_check text NOT NULL,
	revision bigint NOT NULL,
	changed_at timestamptz NOT NULL,
	CHECK (rest IS NOT NULL OR tokens IS NOT NULL)
);
ALTER TABLE mailgrant.secrets ALTER COLUMN rest SET STORAGE EXTERNAL, ALTER COLUMN tokens SET STORAGE EXTERNAL;

CREATE FUNCTION mailgrant.number_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	NEW.revision := nextval('mailgrant.revision');
	NEW.changed_at := now();
	RETURN NEW;
END $$;

-- While the key is changed nobody writes, and afterwards nobody with the former one.
CREATE FUNCTION mailgrant.check_key() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	PERFORM pg_advisory_xact_lock_shared(7236837432140981);
	IF NEW.key_check IS DISTINCT FROM (SELECT key_check FROM mailgrant.store) THEN
		RAISE EXCEPTION 'the secrets are encrypted with another key' USING ERRCODE = 'MG001';
	END IF;
	RETURN NEW;
END $$;

CREATE FUNCTION mailgrant.tell_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('mailgrant', 'grant ' || OLD.name); END IF;
	IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('mailgrant', 'grant ' || NEW.name); END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION mailgrant.tell_secrets() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.name = NEW.name AND OLD.rest IS NOT DISTINCT FROM NEW.rest THEN
		PERFORM pg_notify('mailgrant', 'tokens ' || NEW.name);
		RETURN NULL;
	END IF;
	IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('mailgrant', 'secrets ' || OLD.name); END IF;
	IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('mailgrant', 'secrets ' || NEW.name); END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION mailgrant.tell_store() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	PERFORM pg_notify('mailgrant', 'store');
	RETURN NULL;
END $$;

CREATE TRIGGER number_change BEFORE INSERT OR UPDATE ON mailgrant.grants FOR EACH ROW EXECUTE FUNCTION mailgrant.number_change();
CREATE TRIGGER number_change BEFORE INSERT OR UPDATE ON mailgrant.secrets FOR EACH ROW EXECUTE FUNCTION mailgrant.number_change();
CREATE TRIGGER check_key BEFORE INSERT OR UPDATE ON mailgrant.secrets FOR EACH ROW EXECUTE FUNCTION mailgrant.check_key();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON mailgrant.grants FOR EACH ROW EXECUTE FUNCTION mailgrant.tell_grant();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON mailgrant.secrets FOR EACH ROW EXECUTE FUNCTION mailgrant.tell_secrets();
CREATE TRIGGER tell AFTER UPDATE ON mailgrant.store FOR EACH ROW EXECUTE FUNCTION mailgrant.tell_store();`,
	},
	{
		version: 2,
		what: 'who is told by mail, and what was told, for all hosts',
		sql: `-- One row, as notify.json of a local store has it. No secret is in it.
CREATE TABLE mailgrant.notify (
	is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
	state jsonb NOT NULL,
	revision bigint NOT NULL,
	changed_at timestamptz NOT NULL
);
CREATE TRIGGER number_change BEFORE INSERT OR UPDATE ON mailgrant.notify FOR EACH ROW EXECUTE FUNCTION mailgrant.number_change();
INSERT INTO mailgrant.notify (state) VALUES ('{}');

-- Whoever may change grants may name who is told.
DO $$
DECLARE
	who regrole;
BEGIN
	FOR who IN
		SELECT DISTINCT grantee::regrole FROM pg_catalog.pg_class, pg_catalog.aclexplode(relacl)
		WHERE pg_class.oid = 'mailgrant.grants'::regclass AND privilege_type = 'UPDATE' AND grantee NOT IN (0, relowner)
	LOOP
		EXECUTE 'GRANT SELECT, UPDATE ON mailgrant.notify TO ' || who;
	END LOOP;
END $$;`,
	},
];

/** The version that this program works with. */
export const schemaVersion = Math.max(...migrations.map(({version}) => version));

/** Held by who changes the key, shared by who writes secrets. The number stands in the schema too. */
export const keyLock = '7236837432140981';

/** Held by who migrates. */
export const migrationLock = '7236837432140982';
