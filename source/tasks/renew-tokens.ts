import type {GrantRecord} from '../checklist/grant-record.js';
import {clean} from '../clean.js';
import type {Diagnosis, Failure} from '../diagnosis/diagnosis.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import type {Tokens} from '../oauth-port.js';
import {backOffMs} from '../refresh/back-off.js';
import {needsPerson} from '../refresh/needs-person.js';
import type {Renewal} from '../renewal.js';
import type {Secrets} from '../secrets.js';
import {utcTime} from '../text/utc.js';
import type {TaskContext} from './context.js';
import {lagging} from './lagging.js';
import type {WantedRenewal} from './renewal-of.js';

/** How long an answer may still come after the program was told to stop. */
const lastMs = 50;

/** One request, and what it came to on disk. The caller has the grant to itself. */
export async function renewTokens(
	context: TaskContext,
	record: GrantRecord,
	{ask, stored: old, renewal, isOnce, fits}: WantedRenewal,
): Promise<Pick<Secrets, 'tokens' | 'renewal'>> {
	const {services, signal} = context;
	const {name} = record.grant;
	const {updateTokens, facts} = services.secrets;
	const begunAt = services.now();
	if (isOnce) {
		// On disk before the server can have seen the token, so that whoever comes after a kill knows.
		const before = {...renewal, begunAt: renewal?.begunAt ?? begunAt};
		await updateTokens(name, kept =>
			isSame(kept.tokens, old) ? {...kept, renewal: before} : kept,
		);
	}
	const last = lagging(signal, lastMs);
	const result = await ask({...context, signal: last.signal}).finally(last.release);
	if (result.ok) {
		// From the last byte of the answer to the end of this write a kill loses what it gave: no
		// protocol has a word to fetch it again. So nothing but the write stands in between, and
		// nobody gets the token before. A sign-in that came meanwhile is newer, and stays.
		return updateTokens(name, kept => (isSame(kept.tokens, old) ? {tokens: result.value} : kept), {
			// Where the old refresh token still serves, none is lost with the newest.
			isMinor: !isOnce,
		});
	}
	const {failure} = result;
	const granted = {...record, facts: {...record.facts, tokens: facts(name).tokens}};
	// What tells the failures apart is large, and most renewals need none of it.
	const {diagnoseFor} = await import('./diagnose-for.js');
	const found = diagnoseFor(context, granted, failure, old && tokenFacts(old.accessToken));
	const isPersons = needsPerson(failure, found);
	const count = (renewal?.failure?.fits === fits ? renewal.failure.count : 0) + 1;
	const at = services.now();
	const sentAt = isOnce && mayHaveArrived(failure) ? begunAt : undefined;
	const after: Renewal = {
		begunAt: isAnswered(failure) ? undefined : (renewal?.begunAt ?? sentAt),
		failure: {
			at,
			count,
			retryAt: isPersons ? undefined : at + backOffMs(name, count),
			fits,
			diagnosis: cutOff(found, failure, renewal?.begunAt),
		},
	};
	return updateTokens(name, kept => (isSame(kept.tokens, old) ? {...kept, renewal: after} : kept));
}

const isSame = (one: Tokens | undefined, other: Tokens | undefined) =>
	one?.obtainedAt === other?.obtainedAt && one?.refreshToken === other?.refreshToken;

/** The server has decided: no other answer is under way. */
const isAnswered = ({oauth}: Failure) => oauth?.error !== undefined;

/** The request may have been served, though no answer came back. */
const mayHaveArrived = ({code, oauth}: Failure) =>
	oauth !== undefined || code === 'ETIMEDOUT' || code === 'ECONNRESET' || code === 'EPIPE';

/** A token that is refused after a refresh was cut off was most likely used up by that. */
function cutOff(found: Diagnosis, {oauth}: Failure, begunAt: number | undefined): Diagnosis {
	if (begunAt === undefined || oauth?.error !== 'invalid_grant') return found;
	const since = utcTime(begunAt);
	return {
		...found,
		title: 'A refresh was cut off and its answer is lost',
		cause: clean(
			`A refresh that began at ${since} was ended before its answer was kept, and this server takes a refresh token only once. ${found.cause}`,
			1200,
		),
		fix: [`Sign in again: mailgrant sign-in NAME.`],
		step: 'sign-in',
	};
}
