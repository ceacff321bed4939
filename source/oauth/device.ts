import type {Call} from '../call.js';
import {inStep} from '../checklist/step-id.js';
import {clean} from '../clean.js';
import type {Failure} from '../diagnosis/diagnosis.js';
import type {DeviceCode, OAuthClient, Tokens} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import {ask} from './ask.js';
import {type Answer, failureOf, fieldsOf} from './failures.js';
import {readTokens, words} from './read-tokens.js';

/** How waiting between polls is done; rejects with `signal.reason`. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export type Clock = {readonly now: () => number; readonly pause: Pause};

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
const defaultLifetimeSeconds = 900;
const longestIntervalMs = 60_000;

/** RFC 8628 §3.1 and §3.2. Codes and addresses are cleaned. */
export async function requestDeviceCode(
	client: OAuthClient,
	call: Call,
	now: () => number,
): Promise<Outcome<DeviceCode>> {
	const {deviceUrl, clientId, clientSecret, scope, network} = client;
	if (deviceUrl === undefined) {
		const message = `This provider has no device URL. Sign in with the browser, or set it in ${inStep('provider')}.`;
		return {ok: false, failure: {stage: 'token', message}};
	}
	const form = {client_id: clientId, client_secret: clientSecret, scope: scope || undefined};
	const answered = await ask(
		deviceUrl,
		{stage: 'token', form, secrets: [clientSecret]},
		network,
		call,
	);
	if (!answered.ok) return answered;
	return readDeviceCode(answered.value, now());
}

function readDeviceCode(answer: Answer, now: number): Outcome<DeviceCode> {
	const fields = fieldsOf(answer.json);
	if (!fields || answer.httpStatus >= 300 || typeof fields.error === 'string') {
		return {ok: false, failure: failureOf(answer)};
	}
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? value : '';
	};
	const deviceCode = text('device_code');
	const userCode = clean(text('user_code'), 100);
	// Google's older name of it.
	const verificationUri = webAddress(text('verification_uri') || text('verification_url'));
	if (deviceCode === '' || userCode === '' || verificationUri === undefined) {
		const message = 'The answer has no device code. Check the device URL.';
		const {stage, at, httpStatus} = answer;
		return {ok: false, failure: {stage, at, message, oauth: {httpStatus}}};
	}
	const seconds = (value: unknown, missing: number, max: number) =>
		typeof value === 'number' && value > 0 ? Math.min(value, max) : missing;
	return {
		ok: true,
		value: {
			deviceCode,
			userCode,
			verificationUri,
			verificationUriComplete: webAddress(text('verification_uri_complete')),
			expiresAt: now + 1000 * seconds(fields.expires_in, defaultLifetimeSeconds, 3600),
			intervalMs: Math.max(1000, 1000 * seconds(fields.interval, 5, longestIntervalMs / 1000)),
		},
	};
}

/** It is shown to be opened, so that nothing but the web is let through. */
function webAddress(text: string): string | undefined {
	const address = clean(text, 2000);
	if (/\s/.test(address) || !/^https?:\/\/[^/]/i.test(address)) return undefined;
	return URL.canParse(address) ? address : undefined;
}

type Poll =
	| {readonly is: 'ended'; readonly outcome: Outcome<Tokens>}
	| {readonly is: 'pending'}
	| {readonly is: 'slow down'}
	/** Nothing was heard of the user; the same question may be asked again. */
	| {readonly is: 'no answer'; readonly failure: Failure};

/** RFC 8628 §3.5, until the user has decided or the code has ended. */
export async function pollDevice(
	client: OAuthClient,
	device: DeviceCode,
	call: Call,
	{now, pause}: Clock,
): Promise<Outcome<Tokens>> {
	let {intervalMs} = device;
	let waitMs = intervalMs;
	let last = ended;
	while (now() + waitMs < device.expiresAt) {
		await pause(waitMs, call.signal);
		const poll = await pollOnce(client, device, call, now);
		switch (poll.is) {
			case 'ended':
				return poll.outcome;
			case 'pending':
				waitMs = intervalMs;
				break;
			case 'slow down':
				intervalMs += 5000;
				waitMs = intervalMs;
				break;
			case 'no answer':
				last = poll.failure;
				// "Doubling the polling interval on each such timeout", but coming back to it.
				waitMs = Math.min(2 * waitMs, longestIntervalMs);
		}
		if (poll.is !== 'no answer') last = ended;
	}
	return {ok: false, failure: last};
}

const ended: Failure = {
	stage: 'token',
	message: 'The device code has ended before anyone signed in.',
	oauth: {error: 'expired_token'},
};

async function pollOnce(
	client: OAuthClient,
	{deviceCode}: DeviceCode,
	call: Call,
	now: () => number,
): Promise<Poll> {
	const {clientId, clientSecret, tokenUrl, scope, network} = client;
	const form = {
		grant_type: grantType,
		device_code: deviceCode,
		client_id: clientId,
		client_secret: clientSecret,
	};
	const secrets = [clientSecret, deviceCode];
	const answered = await ask(tokenUrl, {stage: 'token', form, secrets}, network, call);
	if (!answered.ok) {
		return mayPass(answered.failure)
			? {is: 'no answer', failure: answered.failure}
			: {is: 'ended', outcome: answered};
	}
	const scopes = words(scope) ?? [];
	const outcome = readTokens(answered.value, {flow: 'device', now: now(), scopes});
	if (outcome.ok) return {is: 'ended', outcome};
	const {failure} = outcome;
	if (failure.oauth?.error === 'authorization_pending') return {is: 'pending'};
	if (failure.oauth?.error === 'slow_down') return {is: 'slow down'};
	const {httpStatus} = answered.value;
	if (failure.oauth?.error === undefined && (httpStatus >= 500 || httpStatus === 429)) {
		return {is: 'no answer', failure};
	}
	return {is: 'ended', outcome};
}

const lasting = /CERT|SSL|TLS|SIGNATURE|ISSUER|ERR_INVALID_URL|TOO_MUCH_DATA/;

/** A connection that broke may hold the next time; a certificate stays what it is. */
function mayPass({stage, code}: Failure): boolean {
	return (stage === 'network' || stage === 'tls') && !lasting.test(code ?? '');
}
