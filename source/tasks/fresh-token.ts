import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import type {Tokens} from '../services.js';
import {diagnoseFor, type TaskContext} from './context.js';
import {renew, tokensFor} from './renew.js';

export type FreshToken =
	| {readonly ok: true; readonly accessToken: string; readonly expiresAt: number}
	| {readonly ok: false; readonly diagnosis: Diagnosis};

/** A valid access token, refreshed before it ends; one process at a time refreshes. */
export async function freshToken(context: TaskContext, record: GrantRecord): Promise<FreshToken> {
	const {services} = context;
	const {name} = record.grant;
	const cached = tokensFor(record, services.secrets.read(name));
	if (!cached && record.grant.flow !== 'app-only') return {ok: false, diagnosis: notSignedIn};
	if (cached && isFresh(cached, services.now())) return given(cached);
	const renewed = async (): Promise<FreshToken> => {
		// Another process may have refreshed while this one waited.
		const secrets = services.secrets.read(name);
		const tokens = tokensFor(record, secrets);
		if (tokens && isFresh(tokens, services.now())) return given(tokens);
		const result = await renew(context, record, secrets, tokens);
		if (!result) return {ok: false, diagnosis: notSignedIn};
		if (!result.ok) {
			// The margin is for this: what can't be renewed now may still serve for minutes.
			if (tokens && tokens.expiresAt > services.now() + 10_000) return given(tokens);
			const facts = tokens && tokenFacts(tokens.accessToken);
			const diagnosis = diagnoseFor(context, record, result.failure, facts);
			return {ok: false, diagnosis};
		}
		await services.secrets.update(name, latest => ({...latest, tokens: result.value}));
		return given(result.value);
	};
	return services.secrets.exclusively(name, renewed, context.signal);
}

const given = ({accessToken, expiresAt}: Tokens): FreshToken => ({
	ok: true,
	accessToken,
	expiresAt,
});

/** Five minutes early, or a fifth of the lifetime of a token that lives shorter. */
function isFresh({obtainedAt, expiresAt}: Tokens, now: number): boolean {
	const marginMs = Math.min(300_000, (expiresAt - obtainedAt) / 5);
	return now < expiresAt - marginMs;
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
