import {hostname} from 'node:os';
import {UserError} from '../errors.js';
import type {NotifyState} from '../notify/notify-state.js';
import {checkOf} from '../storage/key-descriptor.js';
import {rawNotify} from '../storage/stored-notify.js';
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
	/** Who is told by mail on all hosts from now on, as this host had it. */
	readonly told?: readonly string[];
};

/** Before it each host kept by itself who is told. */
const notifyVersion = 2;

/** Brings the schema to what this program works with, in one transaction, while no other host does so. Throws UserError for one that is newer. */
export async function migrate(
	session: Session,
	{
		address,
		keys,
		notify,
		isDry,
	}: {
		readonly address: Address;
		readonly keys: SharedKeys;
		/** What this host has kept by itself, for a store that has no place for it yet. */
		readonly notify: NotifyState;
		readonly isDry: boolean;
	},
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
		const {to} = notify.settings;
		const isCarried = from > 0 && from < notifyVersion && to.length > 0;
		const carried = isCarried
			? [`UPDATE mailgrant.notify SET state = ${quoted(JSON.stringify(rawNotify(notify)))};`]
			: [];
		const statements = due.length > 0 ? [...due.map(({sql}) => sql), ...carried, row] : [];
		if (!isDry) for (const statement of statements) await query(statement);
		await query(isDry ? 'ROLLBACK' : 'COMMIT');
		return {
			from,
			to: schemaVersion,
			steps: due.map(({version, what}) => ({version, what})),
			sql: statements.length > 0 ? ['BEGIN;', ...statements, 'COMMIT;'].join('\n\n') : '',
			...(begun && {keyAt: begun.where}),
			...(isCarried && {told: to}),
		};
	} catch (error) {
		await query('ROLLBACK').catch(() => undefined);
		if (error instanceof UserError) throw error;
		throw troubleError(troubleOf(error, address, session.host));
	}
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
