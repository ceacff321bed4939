import {randomBytes} from 'node:crypto';
import type {Call} from '../call.js';
import {clean} from '../clean.js';
import type {OAuth, OAuthClient} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import type {Network} from '../providers/settings.js';
import {ask} from './ask.js';
import {failureOf, fieldsOf} from './failures.js';

/** RFC 8414 and OpenID Connect Discovery: only what is needed of it. */
export async function fetchMetadata(
	url: string,
	network: Network,
	call: Call,
): Promise<Outcome<{readonly issuer?: string; readonly tokenEndpoint?: string}>> {
	const answered = await ask(url, {stage: 'discovery'}, network, call);
	if (!answered.ok) return answered;
	const fields = fieldsOf(answered.value.json);
	if (!fields || answered.value.httpStatus !== 200 || typeof fields.error === 'string') {
		return {ok: false, failure: failureOf(answered.value)};
	}
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? clean(value, 2000) : undefined;
	};
	return {ok: true, value: {issuer: text('issuer'), tokenEndpoint: text('token_endpoint')}};
}

/** A token request without a user. Its failure is the server's answer about the client. */
export async function probeClient(
	client: OAuthClient,
	how: Parameters<OAuth['probeClient']>[1],
	call: Call,
): Promise<Outcome<void>> {
	const {clientId, clientSecret, tokenUrl, network} = client;
	const form = {
		client_id: clientId,
		client_secret: clientSecret,
		...(how.type === 'client-credentials'
			? {grant_type: 'client_credentials', scope: how.scope}
			: {
					grant_type: 'authorization_code',
					// No server has given out this one.
					code: randomBytes(24).toString('base64url'),
					code_verifier: randomBytes(32).toString('base64url'),
					redirect_uri: how.redirectUri,
				}),
	};
	const secrets = [clientSecret];
	const answered = await ask(tokenUrl, {stage: 'token', form, secrets}, network, call);
	if (!answered.ok) return answered;
	const fields = fieldsOf(answered.value.json);
	const hasToken = typeof fields?.access_token === 'string';
	if (hasToken && answered.value.httpStatus === 200) return {ok: true, value: undefined};
	return {ok: false, failure: failureOf(answered.value)};
}
