import {UserError} from '../errors.js';
import {type ScryptParameters, scryptShape} from '../storage/derive-key.js';
import {isRecord} from '../storage/shape.js';
import {schemaVersion} from './schema.js';
import type {Session} from './session.js';

/** Where the key of a shared store comes from, as the store says it. */
export type KeySourceInfo =
	| {readonly source: 'credential'}
	/** Without a path: the file `store.key` of each host's directory. */
	| {readonly source: 'file'; readonly path?: string}
	| {readonly source: 'passphrase'; readonly scrypt: ScryptParameters};

export type StoreInfo = {
	readonly version: number;
	/** Of this store, wherever it is moved to. */
	readonly id: string;
	/** Tells the key from another one. */
	readonly keyCheck: string;
	readonly keySource: KeySourceInfo;
	/** ISO 8601, and the host that gave the store this key. */
	readonly keySince: string;
	readonly keyBy: string;
};

/** What the one row says; undefined where the schema is not there. */
export async function readInfo(session: Session): Promise<StoreInfo | undefined> {
	const {rows: found} = await session.query(
		`SELECT pg_catalog.to_regclass('mailgrant.store') IS NOT NULL AS is_there`,
	);
	if (found[0]?.is_there !== true) return undefined;
	const {rows} = await session.query(
		`SELECT version, id, key_check, key_source, key_by, pg_catalog.to_char(key_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS key_since FROM mailgrant.store`,
	);
	const [row] = rows;
	if (!row) return undefined;
	return {
		version: Number(row.version),
		id: String(row.id),
		keyCheck: String(row.key_check),
		keySource: keySourceOf(row.key_source),
		keySince: String(row.key_since),
		keyBy: String(row.key_by),
	};
}

/** The same, of a store that this program can work with. */
export async function readUsableInfo(session: Session): Promise<StoreInfo> {
	const info = await readInfo(session);
	if (!info) {
		throw new UserError('The database holds no store of mailgrant yet.', [
			'Make it: mailgrant store migrate',
			'See what that does first: mailgrant store migrate --dry-run',
		]);
	}
	if (info.version > schemaVersion) throw newer(info);
	if (info.version < schemaVersion) {
		throw new UserError(
			`The store’s schema is of version ${info.version}, and this mailgrant works with ${schemaVersion}.`,
			['Bring it up, once for all hosts: mailgrant store migrate'],
		);
	}
	return info;
}

export const newer = ({version}: Pick<StoreInfo, 'version'>): UserError =>
	new UserError(
		`The store’s schema was made by a newer mailgrant (version ${version}, this one knows ${schemaVersion}).`,
		['Use that newer mailgrant on this host too.'],
	);

function keySourceOf(raw: unknown): KeySourceInfo {
	if (isRecord(raw) && raw.source === 'passphrase' && scryptShape(raw.scrypt)) {
		return {source: 'passphrase', scrypt: raw.scrypt as ScryptParameters};
	}
	if (isRecord(raw) && raw.source === 'credential') return {source: 'credential'};
	const path = isRecord(raw) && typeof raw.path === 'string' ? raw.path : undefined;
	return {source: 'file', ...(path !== undefined && {path})};
}
