import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {UserError} from '../errors.js';
import type {Tokens} from '../oauth-port.js';
import {isBackedOff} from '../refresh/back-off.js';
import {cachedTokens} from '../refresh/cached-tokens.js';
import {isUsable, renewAt} from '../refresh/due.js';
import {tokensFor} from '../refresh/tokens-for.js';
import type {RenewalFailure} from '../renewal.js';
import type {TaskContext} from './context.js';
import {renewTokens} from './renew-tokens.js';
import {renewalOf, type WantedRenewal} from './renewal-of.js';

/** Why there is no newer token. */
export type TokenTrouble = {
	readonly diagnosis: Diagnosis;
	/** Nothing is tried again before somebody did something. */
	readonly needsPerson: boolean;
	/** When it may be tried again; undefined when only a person can repair it. Milliseconds since 1970. */
	readonly retryAt?: number;
	/** How often it failed in a row. */
	readonly count: number;
	/** When it was found; undefined for what no renewal has found. Milliseconds since 1970. */
	readonly foundAt?: number;
};

export type FreshToken =
	| {
			readonly ok: true;
			readonly accessToken: string;
			readonly obtainedAt: number;
			readonly expiresAt: number;
			/** It came from the server just now, by this call. */
			readonly isRenewed: boolean;
			/** It should have been renewed by now, and serves until it ends. */
			readonly trouble?: TokenTrouble;
	  }
	| ({readonly ok: false} & TokenTrouble);

export type FreshTokenOptions = {
	/** A person waits for it and may have repaired something: it is tried whatever was found before. */
	readonly isAsked?: boolean;
	/** It is renewed though it is not due. */
	readonly isForced?: boolean;
	/** What is due so soon is renewed too. */
	readonly aheadMs?: number;
};

/** A valid access token, renewed before it ends; one process at a time renews, and all others take what it got. What failed is remembered for all of them. */
export async function freshToken(
	context: TaskContext,
	record: GrantRecord,
	{isAsked = false, isForced = false, aheadMs = 0}: FreshTokenOptions = {},
): Promise<FreshToken> {
	const {services} = context;
	const {name} = record.grant;
	const {secrets} = services;
	const askedAt = services.now();

	/** What needs no request. */
	function known(): FreshToken | undefined {
		const kept = secrets.readTokens(name);
		const {renewal} = kept;
		const tokens = tokensFor(record.grant, kept.tokens);
		if (!tokens && record.grant.flow !== 'app-only') return nobody;
		const now = services.now();
		const cached = cachedTokens(record.grant, kept.tokens, now);
		const isSpent = isForced
			? cached && cached.obtainedAt <= askedAt
			: cached && now + aheadMs >= renewAt(name, cached);
		if (cached && !isSpent) return given(cached);
		// Whoever waited for a request that failed has been answered by it.
		const isNews = renewal?.failure !== undefined && renewal.failure.at > askedAt;
		if (!renewal?.failure || (isAsked && !isNews)) return undefined;
		const {failure} = renewal;
		if (failure.retryAt !== undefined && !isBackedOff(failure, now)) return undefined;
		if (failure.fits !== wantedFor(context, record)?.fits) return undefined;
		return failed(tokens, failure, now);
	}

	const early = known();
	if (early) return early;
	return secrets.exclusively(
		name,
		async () => {
			// Another process may have renewed it while this one waited.
			const found = known();
			if (found) return found;
			const wanted = wantedFor(context, record);
			if (!wanted) return nobody;
			const {tokens, renewal} = await renewTokens(context, record, wanted);
			if (!renewal?.failure) return tokens ? {...given(tokens), isRenewed: true} : nobody;
			return failed(tokensFor(record.grant, tokens), renewal.failure, services.now());
		},
		{signal: context.signal, instead: known},
	);
}

/** Where programs ask, nobody is there to fill in what the grant lacks. */
function wantedFor(context: TaskContext, record: GrantRecord): WantedRenewal | undefined {
	try {
		return renewalOf(context, record, context.services.secrets.read(record.grant.name));
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		throw new UserError(error.message, error.nextSteps, 3);
	}
}

const given = ({accessToken, obtainedAt, expiresAt}: Tokens) =>
	({ok: true, accessToken, obtainedAt, expiresAt, isRenewed: false}) as const;

/** The margin is for this: what can't be renewed now may still serve for minutes. */
function failed(
	tokens: Tokens | undefined,
	{diagnosis, retryAt, count, at}: RenewalFailure,
	now: number,
) {
	const trouble = {diagnosis, needsPerson: retryAt === undefined, retryAt, count, foundAt: at};
	if (tokens && isUsable(tokens, now)) return {...given(tokens), trouble};
	return {ok: false, ...trouble} as const;
}

const notSignedIn: Diagnosis = {
	title: 'Nobody has signed in yet',
	cause: 'There is no token for this grant, so no program can open the mailbox.',
	fix: [`Sign in: ${inStep('sign-in')} of the checklist, or mailgrant sign-in NAME.`],
	who: 'you',
	transient: false,
	confidence: 'certain',
	said: '',
	step: 'sign-in',
};

const nobody = {ok: false, diagnosis: notSignedIn, needsPerson: true, count: 1} as const;
