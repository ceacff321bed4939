import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {breakOff} from '../break-off.js';
import {tenantDomain} from '../identity.js';
import {pause} from '../pause.js';
import {authorize} from './authorize.js';
import {
	inWords,
	json,
	type OAuthContext,
	type OAuthRequest,
	type OAuthResponse,
	refuse,
} from './context.js';
import {deviceCode, devicePage} from './device.js';
import {type Dialect, type Problem, refusalText} from './dialect.js';
import {metadata, tokenInfo} from './metadata.js';
import {messagePage} from './page.js';
import {token} from './token.js';
import {upload, uploadPath} from './upload.js';

/** A request as it came, secrets and all; for the assertions of tests. */
export type RecordedRequest = {
	readonly method: string;
	/** Path and query. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
};

const maxBodyBytes = 65_536;

type Endpoint = (context: OAuthContext, request: OAuthRequest, method: string) => OAuthResponse;

const jwks: Endpoint = context => json({keys: [context.tokens.publicKey()]});

const plainPaths: Readonly<Record<string, Endpoint>> = {
	'/authorize': authorize,
	'/token': token,
	'/device_authorization': deviceCode,
	'/.well-known/oauth-authorization-server': metadata,
	'/.well-known/openid-configuration': metadata,
	'/device': devicePage,
	'/jwks': jwks,
};

const googlePaths: Readonly<Record<string, Endpoint>> = {
	'/o/oauth2/v2/auth': authorize,
	'/token': token,
	'/device/code': deviceCode,
	'/.well-known/openid-configuration': metadata,
	'/tokeninfo': tokenInfo,
};

const microsoftPaths: Readonly<Record<string, Endpoint>> = {
	'/oauth2/v2.0/authorize': authorize,
	'/oauth2/v2.0/token': token,
	'/oauth2/v2.0/devicecode': deviceCode,
	'/v2.0/.well-known/openid-configuration': metadata,
};

/** Gives what serves a connection that is already secured. */
export function createOAuthServer(
	context: OAuthContext,
	options: {
		readonly latencyMs: () => number;
		readonly onRequest: (request: RecordedRequest) => void;
	},
): (socket: Socket) => void {
	const server = createServer((request, response) => {
		void answer(context, options, request, response);
	});
	server.keepAliveTimeout = 5000;
	return socket => {
		const {breaks} = context.faults();
		if (breaks && breaks.at === 'greeting') return breakOff(socket, breaks.how);
		server.emit('connection', socket);
	};
}

async function answer(
	context: OAuthContext,
	options: Parameters<typeof createOAuthServer>[1],
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const body = await readBody(request);
	if (body === undefined) {
		response.writeHead(413, {Connection: 'close'}).end();
		return;
	}
	const {method = 'GET', url = '/', headers} = request;
	options.onRequest({method, url, headers, body});
	await pause(options.latencyMs());
	const faults = context.faults();
	if (faults.breaks?.at === 'answer') return breakOff(request.socket, faults.breaks.how);
	const found = route(context, {method, url, authorization: headers.authorization, body});
	const {clockSeconds} = faults;
	response.writeHead(found.status, {
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		...(found.body === undefined
			? {}
			: {'Content-Type': found.contentType ?? 'application/json; charset=utf-8'}),
		...(found.location === undefined ? {} : {Location: found.location}),
		Date: new Date(context.now() + (clockSeconds ?? 0) * 1000).toUTCString(),
	});
	response.end(method === 'HEAD' ? undefined : found.body);
}

function route(
	context: OAuthContext,
	asked: {
		readonly method: string;
		readonly url: string;
		readonly body: string;
		readonly authorization?: string;
	},
): OAuthResponse {
	const {method, body, authorization} = asked;
	if (!URL.canParse(asked.url, context.origin())) return messagePage(400, 'Bad request', '');
	const url = new URL(asked.url, context.origin());
	if (url.pathname === uploadPath) {
		return upload(asked, (sha256, pem) => void context.uploaded.set(sha256, pem));
	}
	const found = find(url.pathname);
	if (!found) return messagePage(404, 'Not found', 'There is nothing at this address.');
	const isForm = method === 'POST';
	if (!isForm && (found.endpoint === token || found.endpoint === deviceCode)) {
		return messagePage(405, 'Not allowed', 'This address takes POST only.');
	}
	const request: OAuthRequest = {
		dialect: found.dialect,
		tenant: found.tenant,
		url,
		parameters: isForm ? new URLSearchParams(body) : url.searchParams,
		authorization,
	};
	const problem = checkTenant(context, found.tenant);
	if (!problem) return found.endpoint(context, request, method);
	return found.endpoint === authorize
		? messagePage(400, 'Sign in', refusalText(inWords('microsoft', problem)))
		: refuse(context, 'microsoft', problem);
}

function find(
	path: string,
): {readonly dialect: Dialect; readonly endpoint: Endpoint; readonly tenant?: string} | undefined {
	const plain = Object.hasOwn(plainPaths, path) ? plainPaths[path] : undefined;
	if (plain) return {dialect: 'plain', endpoint: plain};
	const [, head = '', rest = ''] = /^\/([^/]*)(\/.*)$/.exec(path) ?? [];
	if (head === 'google') {
		const endpoint = Object.hasOwn(googlePaths, rest) ? googlePaths[rest] : undefined;
		return endpoint && {dialect: 'google', endpoint};
	}
	const endpoint = Object.hasOwn(microsoftPaths, rest) ? microsoftPaths[rest] : undefined;
	return endpoint && {dialect: 'microsoft', endpoint, tenant: decode(head)};
}

function checkTenant(context: OAuthContext, tenant: string | undefined): Problem | undefined {
	if (tenant === undefined) return undefined;
	const known = [context.identities.usual.tenant, tenantDomain, 'organizations'];
	if (known.includes(tenant.toLowerCase())) return undefined;
	const isGuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(tenant);
	const isDomain = /^[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(tenant);
	return {type: isGuid || isDomain ? 'tenant-unknown' : 'tenant-malformed', tenant};
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// Badly encoded: then it is no tenant either way, and is quoted as it came.
		return text;
	}
}

/** Undefined when it is too large. A client that leaves in the middle has sent no more than that. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of request) {
			bytes += chunk.length;
			if (bytes > maxBodyBytes) return undefined;
			chunks.push(chunk);
		}
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks).toString();
}
