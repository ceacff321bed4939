import type {Row, Session} from './session.js';

/** A grant as the server holds it. */
export type GrantRow = {
	readonly name: string;
	/** As `grants.json` has each grant of a local store. */
	readonly raw: unknown;
	/** Grows with the order of creation. */
	readonly position: number;
	readonly revision: number;
};

/** The secrets of a grant as the server holds them: encrypted. */
export type SecretRow = {
	readonly name: string;
	readonly rest?: Buffer;
	readonly tokens?: Buffer;
	/** A later one is larger, whichever row it is of. */
	readonly revision: number;
};

/** Columns of a grant, as `grantRow` reads them. */
export const grantColumns = 'name, record, position, revision';
export const secretColumns = 'name, rest, tokens, revision';

export const grantRow = ({name, record, position, revision}: Row): GrantRow => ({
	name: String(name),
	raw: record,
	// pg gives bigint as text.
	position: Number(position),
	revision: Number(revision),
});

export const secretRow = ({name, rest, tokens, revision}: Row): SecretRow => ({
	name: String(name),
	...(rest instanceof Buffer && {rest}),
	...(tokens instanceof Buffer && {tokens}),
	revision: Number(revision),
});

/** Those of the names, or all. */
export async function readGrants(
	{query}: Session,
	names?: readonly string[],
): Promise<readonly GrantRow[]> {
	const {rows} = await query(
		`SELECT ${grantColumns} FROM mailgrant.grants${names ? ' WHERE name = ANY($1)' : ''}`,
		names && [names],
	);
	return rows.map(grantRow);
}

export async function readSecrets(
	{query}: Session,
	names?: readonly string[],
): Promise<readonly SecretRow[]> {
	const {rows} = await query(
		`SELECT ${secretColumns} FROM mailgrant.secrets${names ? ' WHERE name = ANY($1)' : ''}`,
		names && [names],
	);
	return rows.map(secretRow);
}
