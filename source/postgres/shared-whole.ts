import {broughtNotify} from '../storage/brought-notify.js';
import type {Contents} from '../storage/contents.js';
import {grantEntries} from '../storage/grant-store.js';
import {isEmpty} from '../storage/secret-parts.js';
import type {SecretEntry} from '../storage/secret-store.js';
import {assertFree, type Whole} from '../storage/whole.js';
import type {Address} from './address.js';
import {readNotify, writeNotify} from './notify-row.js';
import {readGrants, readSecrets} from './rows.js';
import {openSecrets, sealSecrets} from './sealed-secrets.js';
import type {Session} from './session.js';
import {inTransaction} from './transaction.js';
import {withoutRefreshes} from './without-refreshes.js';

/** A store in PostgreSQL in one piece. Answers about properties belong to a host: `instances` keeps them. */
export function sharedWhole({
	session,
	address,
	store,
	grantWaitMs,
	key,
	keyCheck,
	instances,
}: {
	readonly session: Session;
	readonly address: Address;
	/** Its id. */
	readonly store: string;
	/** How long a refresh may take that is under way. */
	readonly grantWaitMs: number | undefined;
	readonly key: Uint8Array;
	readonly keyCheck: string;
	readonly instances: {
		readonly read: () => Contents['instances'];
		readonly add: (more: Contents['instances']) => void;
	};
}): Whole {
	const names = async () => {
		const {rows} = await session.query('SELECT name FROM mailgrant.grants ORDER BY position');
		return rows.map(({name}) => String(name));
	};

	return {
		names,
		still: work => withoutRefreshes(session, {address, store, waitMs: grantWaitMs}, work),
		read: () =>
			inTransaction(session, {address, mode: 'ISOLATION LEVEL REPEATABLE READ'}, async () => {
				const grants = [...(await readGrants(session))].sort(
					(one, other) => one.position - other.position,
				);
				const secrets = (await readSecrets(session)).map(
					(row): SecretEntry => ({name: row.name, secrets: openSecrets(row, key, row.name)}),
				);
				const {settings, told} = (await readNotify(session)).state;
				return {
					grants: grants.map(({raw}) => raw),
					secrets: secrets.filter(entry => !isEmpty(entry.secrets)),
					instances: instances.read(),
					notify: settings,
					told,
				};
			}),
		async put(contents, {isReplacing}) {
			const entries = grantEntries({grants: contents.grants}, 'what is brought');
			await inTransaction(session, {address}, async () => {
				await session.query(
					'LOCK TABLE mailgrant.grants, mailgrant.secrets, mailgrant.notify IN SHARE ROW EXCLUSIVE MODE',
				);
				const given = new Set(entries.map(({record}) => record.grant.name));
				assertFree(given, await names(), isReplacing);
				await session.query('DELETE FROM mailgrant.secrets WHERE name = ANY($1)', [[...given]]);
				for (const {raw, record} of entries) {
					await session.query(
						'INSERT INTO mailgrant.grants (name, record) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET record = excluded.record',
						[record.grant.name, JSON.stringify(raw)],
					);
				}
				for (const {name, secrets} of contents.secrets) {
					const {rest, tokens} = sealSecrets(secrets, key, name);
					if (rest === undefined && tokens === undefined) continue;
					await session.query(
						'INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET rest = excluded.rest, tokens = excluded.tokens, key_check = excluded.key_check',
						[name, rest, tokens, keyCheck],
					);
				}
				const before = await readNotify(session);
				const told = broughtNotify(before.state, contents, {names: given, isReplacing});
				if (told) await writeNotify(session, before, told);
			});
			instances.add(contents.instances);
		},
	};
}
