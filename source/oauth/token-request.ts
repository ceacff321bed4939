import type http from 'node:http';
import type {AccessToken, WreckHttpOptions} from 'simple-oauth2';
import type {Call} from '../call.js';
import type {Failure, Stage} from '../diagnosis/diagnosis.js';
import {createAgents} from '../network/agents.js';
import {codeOf, Failed, failedBy, outcomeOf} from '../network/failed.js';
import {isLoopback} from '../network/proxy.js';
import {waitForAnswer} from '../network/wait.js';
import type {OAuthClient, PendingSignIn, Tokens} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import type {Answer} from './failures.js';
import {grantOf} from './grant-of.js';
import {type Asked, readTokens, words} from './read-tokens.js';

const maxBytes = 200_000;
const agentFor = createAgents();

export function exchangeCode(
	client: OAuthClient,
	{code, pending, now}: {code: string; pending: PendingSignIn; now: () => number},
	call: Call,
): Promise<Outcome<Tokens>> {
	const {redirectUri, codeVerifier} = pending;
	const parameters = {code, redirect_uri: redirectUri, code_verifier: codeVerifier};
	return tokens(client, call, {
		stage: 'token',
		secrets: [client.clientSecret, code, codeVerifier],
		asked: () => ({flow: 'browser', now: now(), scopes: words(client.scope) ?? []}),
		send: options =>
			grantOf(client).getToken(
				parameters as unknown as Parameters<ReturnType<typeof grantOf>['getToken']>[0],
				options,
			),
	});
}

/** The scope is left out: then it is the one that was granted (RFC 6749 §6), and never more. */
export async function refresh(
	client: OAuthClient,
	{old, now}: {old: Tokens; now: () => number},
	call: Call,
): Promise<Outcome<Tokens>> {
	const {refreshToken, scopes, flow} = old;
	if (refreshToken === undefined) {
		const message = 'There is no refresh token: the provider gave none. Sign in again.';
		return {ok: false, failure: {stage: 'refresh', at: atOf(client), message}};
	}
	return tokens(client, call, {
		stage: 'refresh',
		secrets: [client.clientSecret, refreshToken],
		asked: () => ({flow, now: now(), scopes, refreshToken}),
		send: options =>
			grantOf(client).createToken({refresh_token: refreshToken}).refresh({}, options),
	});
}

type TokenRequest = {
	readonly stage: Stage;
	readonly secrets: readonly (string | undefined)[];
	readonly asked: () => Asked;
	readonly send: (options: WreckHttpOptions) => Promise<AccessToken>;
};

async function tokens(
	client: OAuthClient,
	call: Call,
	{stage, secrets, asked, send}: TokenRequest,
): Promise<Outcome<Tokens>> {
	call.signal.throwIfAborted();
	const at = atOf(client);
	const refused = refusal(client);
	if (refused) return {ok: false, failure: {...refused, stage, at}};
	const about = {stage, at, secrets};
	const answered = await outcomeOf(() => post(client, call, send, about));
	return answered.ok ? readTokens(answered.value, asked()) : answered;
}

/** What the library would refuse with the value in its words, or send in the clear. */
export function refusal({
	clientId,
	clientSecret,
	tokenUrl,
}: Pick<OAuthClient, 'clientId' | 'clientSecret' | 'tokenUrl'>):
	| Pick<Failure, 'message'>
	| undefined {
	if (![clientId, clientSecret ?? ''].every(text => /^[\x20-\x7E]*$/.test(text))) {
		return {
			message:
				'Client ID or Client Secret has characters that neither has. Copy them again from the portal.',
		};
	}
	const {protocol, hostname} = new URL(tokenUrl);
	if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return undefined;
	return {message: 'Secrets travel over the token URL, so it has to begin with https://.'};
}

type Asking = Pick<Answer, 'stage' | 'at' | 'secrets'>;

/** One request of the library, with our connection, deadline and abort. */
async function post(
	client: OAuthClient,
	call: Call,
	send: TokenRequest['send'],
	about: Asking,
): Promise<Answer> {
	const connected = Promise.withResolvers<void>();
	let outgoing: http.ClientRequest | undefined;
	let bytesBefore = 0;
	let response: http.IncomingMessage | undefined;
	const agent = agentFor(client.tokenUrl, client.network, call, request => {
		outgoing = request;
		request.once('socket', socket => {
			bytesBefore = socket.bytesRead;
			connected.resolve();
		});
		request.once('response', given => {
			response = given;
		});
	});
	const answer = send({maxBytes, agent}).then(
		({token}): Answer => ({...about, httpStatus: 200, json: token}),
		(error: unknown) => {
			const refused = answerIn(error, about);
			if (refused) return refused;
			const bytesRead = (outgoing?.socket?.bytesRead ?? 0) - bytesBefore;
			throw failureIn(error, about, bytesRead);
		},
	);
	const what = `${about.at} was asked`;
	try {
		return await waitForAnswer(
			call,
			{stage: 'network', at: about.at, what},
			{connected: connected.promise, answer},
		);
	} catch (error) {
		if (call.signal.aborted) throw call.signal.reason;
		throw error;
	} finally {
		// Else its connection may serve again.
		if (!response?.complete) outgoing?.destroy();
	}
}

/** Errors of the library's HTTP client, as far as they are looked at. Their messages may hold what was answered. */
type HttpError = {
	readonly output?: {readonly statusCode?: number};
	readonly data?: {
		readonly isResponseError?: boolean;
		readonly res?: {
			readonly statusCode?: number;
			readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
		};
		readonly payload?: unknown;
	};
};

/** The answer that an error stands for: a refusal, or one that is not JSON (406) or broken JSON (its bytes are kept). */
function answerIn(error: unknown, about: Asking): Answer | undefined {
	const {data, output} = error as HttpError;
	const isBroken = Buffer.isBuffer(data?.payload);
	if (!data?.res || !(data.isResponseError || isBroken || output?.statusCode === 406)) {
		return undefined;
	}
	const {statusCode: httpStatus = 0, headers} = data.res;
	const contentType = String(headers?.['content-type'] ?? '');
	return {...about, httpStatus, contentType, json: isBroken ? undefined : data.payload};
}

function failureIn(error: unknown, {stage, at}: Asking, bytesRead: number): Failed {
	const {output} = error as HttpError;
	const about = {stage: 'network', at} as const;
	if (error instanceof Failed || codeOf(error) !== undefined) return failedBy(error, about);
	if (!output) {
		// `null` or a text, on which the library stumbles.
		const message = 'The answer is JSON, but has no token. Check the token URL.';
		return new Failed({stage, at, message, oauth: {httpStatus: 200}});
	}
	// The library's own error for it is overtaken by the end of the connection that it causes.
	if (output.statusCode === 413 || bytesRead > maxBytes) {
		const message = `The answer is longer than ${maxBytes / 1000} kB. Check the token URL.`;
		return new Failed({...about, message, code: 'TOO_MUCH_DATA'});
	}
	const message = 'The connection ended in the middle of the answer.';
	return new Failed({...about, message, code: 'ECONNRESET'});
}

/** The token URL without its query. */
export const atOf = ({tokenUrl}: Pick<OAuthClient, 'tokenUrl'>) => tokenUrl.replace(/[?#].*$/, '');
