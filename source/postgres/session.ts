import {UserError} from '../errors.js';
import type {Environment} from '../storage/config-directory.js';
import type {Address, Host} from './address.js';
import {openAt, type SessionListener} from './open-at.js';
import {type Trouble, troubleError, troubleOf} from './trouble.js';

export type Row = Readonly<Record<string, unknown>>;
export type Result = {readonly rows: readonly Row[]; readonly count: number};

/** One connection to the server that takes writes. Its locks and what it listens for end with it. */
export type Session = {
	readonly host: Host;
	/** The version of the server, such as 150018. */
	readonly serverVersion: number;
	/** The process of the server that serves it. */
	readonly backend: number;
	/** It goes through a connection pooler. */
	readonly isPooled: boolean;
	/** `TLSv1.3`; undefined for a connection in clear. */
	readonly tls?: string;
	/** One after the other, in the order of the calls. Rejects with the error of pg. */
	readonly query: (text: string, values?: readonly unknown[]) => Promise<Result>;
	readonly isEnded: () => boolean;
	/** Gives it up where the server takes no writes any more, or a pooler has given its process to others. */
	readonly check: () => Promise<void>;
	/** Gives it up for what was found out about it. */
	readonly abandon: (error: unknown) => void;
	readonly close: () => Promise<void>;
};

export type SessionOptions = {
	readonly address: Address;
	readonly environment: Environment;
	/** What the server's administrator reads in pg_stat_activity. */
	readonly command: string;
	readonly timeoutMs: number;
};

/** Opens a session with the first host that takes writes. Rejects with a TroubleError. */
export async function openSession(
	options: SessionOptions,
	on: SessionListener = {},
): Promise<Session> {
	const found: Trouble[] = [];
	for (const host of options.address.hosts) {
		try {
			return await openAt(host, options, on);
		} catch (error) {
			if (error instanceof UserError) throw error;
			found.push(troubleOf(error, options.address, host));
		}
	}
	throw new TroubleError(inOne(found));
}

/** What all hosts came to. */
export class TroubleError extends Error {
	readonly trouble: Trouble;

	constructor(trouble: Trouble) {
		super(trouble.message);
		this.trouble = trouble;
	}

	get asUserError(): UserError {
		return troubleError(this.trouble);
	}
}

function inOne(found: readonly Trouble[]): Trouble {
	const [first, ...others] = found;
	if (!first) throw new Error('an address without a host');
	return {
		message: [first, ...others].map(({message}) => message).join(' '),
		steps: [...new Set(found.flatMap(({steps}) => steps))],
		passes: found.some(({passes}) => passes),
	};
}
