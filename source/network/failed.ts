import type {Failure} from '../diagnosis/diagnosis.js';
import type {Outcome} from '../outcome.js';

/** A wait that ended badly: carries what is known of it up to the edge, where it becomes an outcome. */
export class Failed extends Error {
	override readonly name = 'Failed';
	readonly failure: Failure;
	readonly code: string | undefined;

	constructor(failure: Failure) {
		super(failure.message);
		this.failure = failure;
		this.code = failure.code;
	}
}

type About = Pick<Failure, 'stage' | 'at' | 'protocol'>;

/** What the system, TLS or a library said, as a failure: with the code of the innermost cause. */
export function failedBy(error: unknown, about: About): Failed {
	const inner = innermost(error);
	if (inner instanceof Failed) return inner;
	return new Failed({
		...about,
		message: inner instanceof Error ? inner.message : String(inner),
		code: codeOf(inner),
	});
}

/** A value or its failure. Aborts and bugs go on rising. */
export async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
	try {
		return {ok: true, value: await work()};
	} catch (error) {
		if (error instanceof Failed) return {ok: false, failure: error.failure};
		throw error;
	}
}

/** System code such as ECONNREFUSED, TLS code or library code. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

/** Follows `cause`, and of several attempts at a host's addresses takes the one that tells most. */
function innermost(error: unknown, depth = 0): unknown {
	if (depth > 8 || !(error instanceof Error) || error instanceof Failed) return error;
	if (error instanceof AggregateError && error.errors.length > 0) {
		const errors: readonly unknown[] = error.errors;
		// A missing IPv6 route says nothing as long as an IPv4 address has answered.
		const told = errors.find(each => !noRoute.includes(codeOf(each) ?? ''));
		return innermost(told ?? errors[0], depth + 1);
	}
	return error.cause === undefined || (codeOf(error) && !codeOf(error.cause))
		? error
		: innermost(error.cause, depth + 1);
}

const noRoute: readonly string[] = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'];
