import {type Address, hostText} from './address.js';

/** What a DBA runs once, in psql. No password is in it. */
export function rolesSql({
	address,
	user,
	database,
}: {
	readonly address: Address;
	/** Of the programs on all hosts. */
	readonly user: string;
	readonly database: string;
}): string {
	const role = identifier(user);
	const base = identifier(database);
	return `-- As a superuser of PostgreSQL at ${address.hosts.map(hostText).join(', ')}.
-- 1. The role of mailgrant on all hosts, and its database. \\password asks for the password and sends it hashed.
CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
\\password ${role}
CREATE DATABASE ${base} OWNER ${role};
REVOKE CONNECT ON DATABASE ${base} FROM PUBLIC;

-- 2. pg_hba.conf, a line for each host, then SELECT pg_reload_conf();
-- hostssl ${database} ${user} ADDRESS/32 scram-sha-256

-- 3. On one host: mailgrant store migrate

-- Where another role owns the database and migrates, instead of 3 as that role, after mailgrant store migrate --dry-run was run in psql:
-- GRANT CONNECT ON DATABASE ${base} TO ${role};
-- GRANT USAGE ON SCHEMA mailgrant TO ${role};
-- GRANT SELECT, INSERT, UPDATE, DELETE ON mailgrant.grants, mailgrant.secrets TO ${role};
-- GRANT SELECT, UPDATE ON mailgrant.notify TO ${role};
-- GRANT SELECT ON mailgrant.store TO ${role};
-- GRANT USAGE ON SEQUENCE mailgrant.revision TO ${role};
-- Only where mailgrant rekey is run as that role:
-- GRANT UPDATE ON mailgrant.store TO ${role};`;
}

const identifier = (name: string) =>
	/^[a-z_][a-z\d_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
