import {generateKeyPairSync} from 'node:crypto';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {createCertificates} from '../../source/certificate/certificates.js';
import {tokenFacts} from '../../source/diagnosis/token-facts.js';
import {createOAuth} from '../../source/oauth/oauth.js';
import type {AppClient, Tokens} from '../../source/oauth-port.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';

let practice: PracticeServers;
let now = Date.now;
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => {
	now = Date.now;
	practice.faults.clear();
});
afterAll(() => practice.close());

const {make} = createCertificates();
const call = {signal: new AbortController().signal, timeoutMs: 5000};
const request = (client: AppClient) =>
	createOAuth({now: () => now()}).requestAppToken(client, call);

const microsoft = (credential: AppClient['credential']): AppClient => ({
	tokenUrl: practice.endpoints.microsoft.token,
	scope: 'https://outlook.office365.com/.default',
	network: {caFile: practice.caFile},
	clientId: practice.identity.clientId,
	credential,
});
const secret = () => microsoft({type: 'secret', clientSecret: practice.identity.clientSecret});

function google(changes: Partial<{keyId: string; privateKey: string; subject: string}> = {}) {
	const key = JSON.parse(practice.practice.serviceAccountKey());
	return {
		tokenUrl: practice.endpoints.google.token,
		scope: 'https://mail.google.com/',
		network: {caFile: practice.caFile},
		clientId: key.client_email,
		credential: {
			type: 'service-account',
			keyId: key.private_key_id,
			privateKey: key.private_key,
			subject: 'evmail@practice.example',
			...changes,
		},
	} as const;
}

async function tokensOf(client: AppClient): Promise<Tokens> {
	const result = await request(client);
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

const refusal = async (client: AppClient) => {
	const result = await request(client);
	return result.ok ? 'a token' : (result.failure.oauth?.errorCodes?.[0] ?? result.failure.message);
};

test('a client secret gets a token of the application, without a refresh token', async () => {
	const tokens = await tokensOf(secret());
	expect(tokens).toMatchObject({flow: 'app-only', scopes: [secret().scope]});
	expect(tokens.refreshToken).toBeUndefined();
	expect(tokenFacts(tokens.accessToken)).toMatchObject({
		isAppOnly: true,
		account: undefined,
		audience: 'https://outlook.office365.com',
		roles: ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'],
	});
});

test('a certificate gets one once it is uploaded, and its key never travels', async () => {
	const {privateKey, certificate, sha256} = await make({commonName: 'x', days: 1, now: now()});
	const client = microsoft({type: 'certificate', privateKey, sha256});
	expect(await refusal(client)).toBe(700_027);
	practice.practice.uploadCertificate(certificate);
	expect((await tokensOf(client)).flow).toBe('app-only');
	const body = new URLSearchParams(practice.requests.oauth.at(-1)?.body);
	const [header = '', payload = ''] = (body.get('client_assertion') ?? '').split('.');
	const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
	expect(decode(header)).toEqual({
		alg: 'PS256',
		typ: 'JWT',
		'x5t#S256': Buffer.from(sha256, 'hex').toString('base64url'),
	});
	const {iat, exp, nbf, ...claims} = decode(payload);
	expect([exp - iat, nbf - iat]).toEqual([300, 0]);
	expect(claims).toEqual({
		iss: client.clientId,
		sub: client.clientId,
		aud: client.tokenUrl,
		jti: expect.stringMatching(/^[\da-f-]{36}$/),
	});
	expect(body.has('client_secret')).toBe(false);
});

test('another key behind the thumbprint, or a clock that is off, is refused', async () => {
	const uploaded = await make({commonName: 'x', days: 1, now: now()});
	const other = await make({commonName: 'x', days: 1, now: now()});
	practice.practice.uploadCertificate(uploaded.certificate);
	const {privateKey} = other;
	const {sha256} = uploaded;
	expect(await refusal(microsoft({type: 'certificate', privateKey, sha256}))).toBe(700_027);
	now = () => Date.now() - 3_600_000;
	expect(await refusal(microsoft({type: 'certificate', ...uploaded}))).toBe(700_024);
});

test('a wrong secret is refused, and stands in no failure', async () => {
	const wrong = microsoft({type: 'secret', clientSecret: 'not-the-secret-at-all'});
	expect(await refusal(wrong)).toBe(7_000_215);
	expect(JSON.stringify(await request(wrong))).not.toContain('not-the-secret');
});

test('a secret does not travel in the clear', async () => {
	const client = {...secret(), tokenUrl: 'http://192.0.2.1/token'};
	expect(await request(client)).toMatchObject({
		ok: false,
		failure: {stage: 'token', message: expect.stringContaining('https://')},
	});
});

test('a service account gets an opaque token for the mailbox it acts for', async () => {
	const tokens = await tokensOf(google());
	expect(tokens).toMatchObject({flow: 'app-only', scopes: ['https://mail.google.com/']});
	expect(tokens.accessToken).toMatch(/^ya29\./);
	const body = new URLSearchParams(practice.requests.oauth.at(-1)?.body);
	expect([...body.keys()]).toEqual(['grant_type', 'assertion']);
});

test('what Google says of a service account is told apart', async () => {
	const {privateKey} = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: {type: 'spki', format: 'pem'},
		privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
	});
	expect(await refusal(google({subject: 'nobody@practice.example'}))).toBe(
		'Invalid email or User ID',
	);
	expect(await refusal(google({privateKey}))).toBe('Invalid JWT Signature.');
	expect(await refusal({...google(), clientId: 'other@x.iam.gserviceaccount.com'})).toBe(
		'Invalid grant: account not found',
	);
	expect(await refusal({...google(), scope: 'https://www.googleapis.com/auth/drive'})).toMatch(
		/^Client is unauthorized/,
	);
	now = () => Date.now() + 7_200_000;
	expect(await refusal(google())).toMatch(/^Invalid JWT: Token must be/);
});
