import {createHash, randomBytes} from 'node:crypto';
import {createBrowser} from './browser.js';
import type {Rig} from './start-rig.js';

export type TokenAnswer = {
	readonly access_token: string;
	readonly refresh_token: string;
	readonly id_token?: string;
	readonly scope: string;
	readonly expires_in: number;
	readonly error?: string;
	readonly error_description?: string;
};

/** An authorization request with PKCE, and the verifier for its code. */
export function authorizationRequest(rig: Rig, scope: string, more: Record<string, string> = {}) {
	const verifier = randomBytes(32).toString('base64url');
	const url = new URL(rig.authorization.authorizeUrl);
	url.search = String(
		new URLSearchParams({
			client_id: rig.authorization.clientId,
			redirect_uri: rig.redirectUri,
			response_type: 'code',
			scope,
			state: 'of-the-test',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
			code_challenge_method: 'S256',
			...more,
		}),
	);
	return {url: url.href, verifier};
}

/** Asks the token endpoint as the registered client. */
export async function requestToken(
	rig: Rig,
	fields: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
	const {clientId, clientSecret, tokenUrl} = rig.authorization;
	const page = await createBrowser({ca: rig.ca}).post(tokenUrl, {
		client_id: clientId,
		client_secret: clientSecret,
		...fields,
	});
	return JSON.parse(page.text) as TokenAnswer;
}

/** Signs an account in and gives its tokens. */
export async function signIn(
	rig: Rig,
	scope: string,
	account = rig.mailbox,
): Promise<TokenAnswer & {readonly code: string}> {
	const {url, verifier} = authorizationRequest(rig, scope, {login_hint: account});
	const end = await createBrowser({ca: rig.ca}).visit(url, {stopAt: rig.redirectUri});
	const code = new URL(end.url).searchParams.get('code') ?? '';
	const answer = await requestToken(rig, {
		grant_type: 'authorization_code',
		code,
		redirect_uri: rig.redirectUri,
		code_verifier: verifier,
	});
	return {...answer, code};
}
