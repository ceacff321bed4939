import type {Secrets} from '../secrets.js';
import {isEmpty} from '../storage/secret-parts.js';
import type {TokenPart} from '../storage/token-store.js';
import type {Replica} from './replica.js';
import {secretColumns, secretRow} from './rows.js';
import {sealSecrets, sealTokens} from './sealed-secrets.js';
import type {Session} from './session.js';

/** What became of a write: undefined when somebody was faster, see `writing`. */
type Written = {readonly value: undefined} | undefined;

/** Secrets as rows: each is written over the one that was read, and kept in memory as the server has it then. */
export type SecretWrites = {
	/** An empty one takes the row away. */
	readonly put: (session: Session, name: string, secrets: Secrets) => Promise<Written>;
	/** The tokens alone: what does not change with them is not even sent. */
	readonly putTokens: (session: Session, name: string, part: TokenPart) => Promise<Written>;
	/** Under another name, sealed anew since that is bound to them. */
	readonly move: (session: Session, from: string, to: string, secrets: Secrets) => Promise<Written>;
};

export function createSecretWrites(replica: Replica): SecretWrites {
	const rowOf = (name: string) => replica.secrets.get(name);

	function taken({rows}: Awaited<ReturnType<Session['query']>>, name: string): Written {
		const [row] = rows.map(secretRow);
		if (!row) return undefined;
		replica.keepSecret(name, row);
		return {value: undefined};
	}

	async function put({query}: Session, name: string, secrets: Secrets): Promise<Written> {
		const before = rowOf(name);
		const {keyCheck} = replica.info();
		if (isEmpty(secrets)) {
			if (before) {
				const {count} = await query(
					'DELETE FROM mailgrant.secrets WHERE name = $1 AND revision = $2',
					[name, before.revision],
				);
				if (count === 0) return undefined;
			}
			replica.keepSecret(name, undefined);
			return {value: undefined};
		}
		const {rest, tokens} = sealSecrets(secrets, replica.key(), name);
		return taken(
			before
				? await query(
						`UPDATE mailgrant.secrets SET rest = $2, tokens = $3, key_check = $4 WHERE name = $1 AND revision = $5 RETURNING ${secretColumns}`,
						[name, rest, tokens, keyCheck, before.revision],
					)
				: await query(
						`INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ${secretColumns}`,
						[name, rest, tokens, keyCheck],
					),
			name,
		);
	}

	return {
		put,
		async putTokens(session, name, part) {
			const before = rowOf(name);
			const tokens = sealTokens(part, replica.key(), name);
			if (!before || (tokens === undefined && before.rest === undefined)) {
				return put(session, name, part);
			}
			return taken(
				await session.query(
					`UPDATE mailgrant.secrets SET tokens = $2, key_check = $3 WHERE name = $1 AND revision = $4 RETURNING ${secretColumns}`,
					[name, tokens, replica.info().keyCheck, before.revision],
				),
				name,
			);
		},
		async move({query}, from, to, secrets) {
			const {rest, tokens} = sealSecrets(secrets, replica.key(), to);
			const moved = taken(
				await query(
					`WITH gone AS (DELETE FROM mailgrant.secrets WHERE name = $1 AND revision = $6 RETURNING 1)
					INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) SELECT $2, $3, $4, $5 FROM gone
					ON CONFLICT (name) DO UPDATE SET rest = excluded.rest, tokens = excluded.tokens, key_check = excluded.key_check
					RETURNING ${secretColumns}`,
					[from, to, rest, tokens, replica.info().keyCheck, rowOf(from)?.revision],
				),
				to,
			);
			if (moved) replica.keepSecret(from, undefined);
			return moved;
		},
	};
}
