import {type GrantRow, readGrants, readSecrets, type SecretRow} from './rows.js';
import type {Session} from './session.js';

/** Rows in memory as the server has them; an older one never takes the place of a newer one. */
export type KeptRows = {
	readonly grants: ReadonlyMap<string, GrantRow>;
	readonly secrets: ReadonlyMap<string, SecretRow>;
	/** In the place of all that is there. */
	readonly fill: (grants: readonly GrantRow[], secrets: readonly SecretRow[]) => void;
	/** What the server has of these now. */
	readonly fetch: (session: Session, names: readonly string[]) => Promise<void>;
	/** Undefined: it is gone. */
	readonly keepGrant: (name: string, row: GrantRow | undefined) => void;
	readonly keepSecret: (name: string, row: SecretRow | undefined) => void;
};

export function createKeptRows(): KeptRows {
	const grants = new Map<string, GrantRow>();
	const secrets = new Map<string, SecretRow>();

	function fillGrants(rows: readonly GrantRow[]) {
		const inOrder = [...rows].sort((one, other) => one.position - other.position);
		grants.clear();
		for (const row of inOrder) grants.set(row.name, row);
	}

	function keepGrant(name: string, row: GrantRow | undefined) {
		const known = grants.get(name);
		if (row && known && row.revision < known.revision) return;
		if (!row) grants.delete(name);
		else if (known) grants.set(name, row);
		else fillGrants([...grants.values(), row]);
	}

	function keepSecret(name: string, row: SecretRow | undefined) {
		const known = secrets.get(name);
		if (row && known && row.revision < known.revision) return;
		if (row) secrets.set(name, row);
		else secrets.delete(name);
	}

	return {
		grants,
		secrets,
		fill(grantRows, secretRows) {
			fillGrants(grantRows);
			secrets.clear();
			for (const row of secretRows) secrets.set(row.name, row);
		},
		async fetch(session, names) {
			if (names.length === 0) return;
			// Each answer is taken before the next question: what is written meanwhile is newer.
			const grantRows = new Map((await readGrants(session, names)).map(row => [row.name, row]));
			for (const name of names) keepGrant(name, grantRows.get(name));
			const secretRows = new Map((await readSecrets(session, names)).map(row => [row.name, row]));
			for (const name of names) keepSecret(name, secretRows.get(name));
		},
		keepGrant,
		keepSecret,
	};
}
