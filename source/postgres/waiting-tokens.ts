import type {TokenPart} from '../storage/token-store.js';
import type {Spool, Spooled} from './spool.js';
import {tokensId} from './spool.js';

/** Tokens that are on this host's disk, and newer than what the server has. */
export type WaitingTokens = {
	readonly has: (grant: string) => boolean;
	/** The newest there are: those that wait, or what the server has. */
	readonly orNewer: (grant: string, kept: TokenPart) => TokenPart;
	/** On the disk when it returns. */
	readonly keep: (entry: Spooled) => void;
	/** The server has them, or newer ones. */
	readonly forget: (grant: string) => void;
	/** What is on the disk, of earlier processes too. */
	readonly list: () => readonly Spooled[];
};

export function createWaitingTokens(spool: Spool): WaitingTokens {
	const waiting = new Map<string, Spooled>();
	return {
		has: grant => waiting.has(grant),
		orNewer(grant, kept) {
			const entry = waiting.get(grant);
			return entry && isNewer(entry, kept) ? structuredClone(entry.part) : kept;
		},
		keep(entry) {
			spool.write(entry);
			waiting.set(entry.grant, entry);
		},
		forget(grant) {
			if (!waiting.delete(grant)) return;
			spool.remove(grant);
		},
		list() {
			const all = spool.list();
			for (const entry of all) if (!waiting.has(entry.grant)) waiting.set(entry.grant, entry);
			return all;
		},
	};
}

/** Whether the store still has what these tokens took the place of. A sign-in that came meanwhile is newer. */
export const isNewer = ({replaces, part}: Spooled, kept: TokenPart): boolean =>
	tokensId(kept.tokens) === replaces && tokensId(part.tokens) !== replaces;
