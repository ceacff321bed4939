import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {parseAddress} from '../parse.js';
import type {Invocation} from './invocation.js';

/** What is wanted of each grant. */
export type Wish = {
	readonly incoming: boolean;
	readonly outgoing: boolean;
	readonly roundTrip: boolean;
	readonly recipient?: string;
};

/** The directions that the options name, else both. Throws UserError for an address that is none. */
export function wishOf(options: Invocation['options']): Wish {
	const isEither = options.incoming === true || options.outgoing === true;
	const roundTrip = options['round-trip'] === true;
	return {
		incoming: !isEither || options.incoming === true,
		outgoing: !isEither || options.outgoing === true || roundTrip,
		roundTrip,
		recipient: recipientOf(options.to),
	};
}

function recipientOf(text: string | true | undefined): string | undefined {
	if (typeof text !== 'string') return undefined;
	const parsed = parseAddress(text);
	if ('error' in parsed) throw new UserError(`--to: ${parsed.error}`, [howTo], 2);
	if (parsed.value === undefined) throw new UserError('--to lacks its ADDRESS.', [howTo], 2);
	return parsed.value;
}

/** Refuses what can't be meant, before any message is sent. */
export function refuseContradictions(
	{arguments: names, options}: Invocation,
	records: readonly GrantRecord[],
	wish: Wish,
): void {
	if (options.all && names.length > 0) {
		throw new UserError('test takes names or --all, not both.', [howTo], 2);
	}
	if (!options.all && names.length === 0 && records.length > 1) {
		throw new UserError(
			`There are ${records.length} grants; say which are meant.`,
			['All of them: mailgrant test --all', `By name: mailgrant test ${records[0]?.grant.name}`],
			2,
		);
	}
	for (const {grant} of options.all ? [] : records) {
		if (options.incoming && grant.incoming === 'none') {
			throw new UserError(`${grant.name} has no incoming mail.`, ['Leave out --incoming.'], 2);
		}
		if ((options.outgoing || wish.roundTrip) && grant.outgoing === 'none') {
			throw new UserError(`${grant.name} has no outgoing mail.`, ['Test it with --incoming.'], 2);
		}
	}
	const elsewhere = records.find(
		({grant}) => wish.recipient?.toLowerCase() !== grant.mailbox.toLowerCase(),
	);
	if (wish.roundTrip && wish.recipient !== undefined && elsewhere) {
		throw new UserError(
			`A message to ${wish.recipient} does not come back to ${elsewhere.grant.mailbox}.`,
			['Leave out --to or --round-trip.'],
			2,
		);
	}
}

const howTo = 'How it is used: mailgrant test --help';
