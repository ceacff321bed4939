import {hostname} from 'node:os';
import {UserError} from '../errors.js';
import {checkOf} from '../storage/key-descriptor.js';
import type {Address} from './address.js';
import {type Migration, migrationLock, migrations, schemaVersion} from './schema.js';
import type {Session} from './session.js';
import type {SharedKeys} from './shared-keys.js';
import {newer, readInfo} from './store-info.js';
import {troubleError, troubleOf} from './trouble.js';

export type Migrated = {
	/** Before, 0 for none, and after. */
	readonly from: number;
	readonly to: number;
	readonly steps: readonly Omit<Migration, 'sql'>[];
	/** What was run, or would be: for psql. */
	readonly sql: string;
	/** Where the key of a new store is, in words. */
	readonly keyAt?: string;
};

/** Brings the schema to what this program works with, in one transaction, while no other host does so. Throws UserError for one that is newer. */
export async function migrate(
	session: Session,
	{
		address,
		keys,
		isDry,
	}: {readonly address: Address; readonly keys: SharedKeys; readonly isDry: boolean},
): Promise<Migrated> {
	const {query} = session;
	try {
		await query('BEGIN');
		await query('SELECT pg_catalog.pg_advisory_xact_lock($1)', [migrationLock]);
		const before = await readInfo(session);
		const from = before?.version ?? 0;
		if (from > schemaVersion) throw newer({version: from});
		const due = migrations.filter(({version}) => version > from);
		const begun = before ? undefined : keys.begin();
		const row = begun
			? `INSERT INTO mailgrant.store (version, key_check, key_source, key_by) VALUES (${schemaVersion}, ${quoted(checkOf(begun.key))}, ${quoted(JSON.stringify(begun.source))}, ${quoted(hostname())});`
			: `UPDATE mailgrant.store SET version = ${schemaVersion};`;
		const statements = due.length > 0 ? [...due.map(({sql}) => sql), row] : [];
		if (!isDry) for (const statement of statements) await query(statement);
		await query(isDry ? 'ROLLBACK' : 'COMMIT');
		return {
			from,
			to: schemaVersion,
			steps: due.map(({version, what}) => ({version, what})),
			sql: statements.length > 0 ? ['BEGIN;', ...statements, 'COMMIT;'].join('\n\n') : '',
			...(begun && {keyAt: begun.where}),
		};
	} catch (error) {
		await query('ROLLBACK').catch(() => undefined);
		if (error instanceof UserError) throw error;
		throw troubleError(troubleOf(error, address, session.host));
	}
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
