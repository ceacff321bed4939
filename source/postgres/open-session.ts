import {UserError} from '../errors.js';
import {openAt, type SessionListener} from './open-at.js';
import type {Session, SessionOptions} from './session.js';
import {type Trouble, troubleError, troubleOf} from './trouble.js';

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
