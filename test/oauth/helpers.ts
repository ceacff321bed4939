import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';
import type {Call} from '../../source/call.js';
import type {OAuthClient} from '../../source/oauth-port.js';

export type Seen = {
	readonly method?: string;
	readonly url?: string;
	readonly headers: IncomingMessage['headers'];
	readonly form: URLSearchParams;
};

export type Reply = {
	readonly status?: number;
	readonly type?: string;
	readonly body?: unknown;
};

/** An authorization server on loopback that answers with the replies one after the other, the last again and again. */
export async function startServer(
	...replies: readonly (Reply | ((response: ServerResponse) => void))[]
) {
	const seen: Seen[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const {method, url, headers} = request;
		const reply = replies[Math.min(seen.length, replies.length - 1)] ?? {};
		seen.push({method, url, headers, form: new URLSearchParams(body)});
		if (typeof reply === 'function') {
			reply(response);
			return;
		}
		const {status = 200, type = 'application/json', body: answer = {}} = reply;
		response.writeHead(status, {'content-type': type});
		response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}`;
	const client: OAuthClient = {
		authorizeUrl: `${url}/authorize?kept=1`,
		tokenUrl: `${url}/token`,
		deviceUrl: `${url}/device`,
		clientId: 'mail-host',
		clientSecret: "s~e=c%r+e't &/",
		scope: 'mail offline_access',
		authorizeParameters: {prompt: 'select_account'},
		network: {proxy: 'none'},
	};
	return {server, url, client, seen, connections: () => connectionsOf(server)};
}

const connectionsOf = (server: ReturnType<typeof createServer>) =>
	new Promise<number>((resolve, reject) => {
		server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
	});

export const call = (signal = new AbortController().signal, timeoutMs = 5000): Call => ({
	signal,
	timeoutMs,
});

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
