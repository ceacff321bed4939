import {createHash, randomBytes} from 'node:crypto';
import {request} from 'node:https';
import {onTestFinished} from 'vitest';
import {
	type PracticeOptions,
	type PracticeServers,
	startPractice,
} from '../../source/practice/start-practice.js';

/** Practice servers that end with the test. */
export async function practiceServers(options?: PracticeOptions): Promise<PracticeServers> {
	const servers = await startPractice(options);
	onTestFinished(servers.close);
	return servers;
}

export type Answer = {
	readonly status: number;
	readonly text: string;
	readonly json: Readonly<Record<string, unknown>>;
	readonly headers: Readonly<Record<string, unknown>>;
};

/** A GET, or a POST of a form. */
export function ask(
	ca: string,
	url: string,
	form?: Readonly<Record<string, string>>,
	headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const sent = request(
			url,
			{
				ca,
				agent: false,
				method: form ? 'POST' : 'GET',
				headers: {
					...(form ? {'Content-Type': 'application/x-www-form-urlencoded'} : {}),
					...headers,
				},
			},
			response => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (chunk: string) => {
					text += chunk;
				});
				response.on('end', () => {
					const isJson = response.headers['content-type']?.startsWith('application/json');
					resolve({
						status: response.statusCode ?? 0,
						text,
						json: isJson ? JSON.parse(text) : {},
						headers: response.headers,
					});
				});
			},
		);
		sent.on('error', reject);
		sent.end(form && new URLSearchParams(form).toString());
	});
}

export type Dialect = 'microsoft' | 'google' | 'plain';

const scopes: Record<Dialect, string> = {
	microsoft:
		'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
	google: 'https://mail.google.com/',
	plain: 'mail.imap mail.pop3 mail.smtp offline_access',
};

export const urlsOf = (servers: PracticeServers, dialect: Dialect) =>
	dialect === 'plain' ? servers.endpoints : servers.endpoints[dialect];

/** A sign-in in the browser up to the code; nothing listens at the redirect URI. */
export async function obtainCode(
	servers: PracticeServers,
	options: {
		readonly dialect?: Dialect;
		readonly user?: string;
		readonly scope?: string;
		readonly parameters?: Readonly<Record<string, string>>;
	} = {},
) {
	const {dialect = 'microsoft', user = 'evmail@practice.example'} = options;
	const verifier = randomBytes(32).toString('base64url');
	const state = randomBytes(16).toString('base64url');
	const redirectUri = 'http://localhost:9/callback';
	const url = new URL(urlsOf(servers, dialect).authorize);
	for (const [name, value] of Object.entries({
		response_type: 'code',
		client_id: servers.identity.clientId,
		redirect_uri: redirectUri,
		scope: options.scope ?? scopes[dialect],
		state,
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
		access_type: 'offline',
		prompt: 'consent',
		...options.parameters,
	})) {
		url.searchParams.set(name, value);
	}
	const last = new URL(await servers.practice.playBrowser(url.href, user));
	return {
		dialect,
		verifier,
		state,
		redirectUri,
		last,
		code: last.searchParams.get('code') ?? '',
	};
}

/** Redeems what `obtainCode` gave; fields can be replaced. */
export function redeem(
	servers: PracticeServers,
	got: Awaited<ReturnType<typeof obtainCode>>,
	fields: Readonly<Record<string, string>> = {},
) {
	return ask(servers.ca, urlsOf(servers, got.dialect).token, {
		grant_type: 'authorization_code',
		code: got.code,
		redirect_uri: got.redirectUri,
		code_verifier: got.verifier,
		client_id: servers.identity.clientId,
		client_secret: servers.identity.clientSecret,
		...fields,
	});
}

export async function signIn(
	servers: PracticeServers,
	options: Parameters<typeof obtainCode>[1] = {},
): Promise<{readonly accessToken: string; readonly refreshToken: string}> {
	const answer = await redeem(servers, await obtainCode(servers, options));
	if (answer.status !== 200) throw new Error(answer.text);
	return {
		accessToken: String(answer.json.access_token),
		refreshToken: String(answer.json.refresh_token),
	};
}

export const portOf = (endpoint: string) => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));
