import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Failure} from '../diagnosis/diagnosis.js';
import type {CallbackServer, OAuth, Redirected} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import {callbackPage} from './callback-page.js';
import {isKnock, readCallback} from './callback-request.js';

type Options = Parameters<OAuth['listen']>[0];

/** More than any browser opens; beyond it the oldest connection that waits is dropped. */
const maxSockets = 512;
/** A browser that is kept longer shows an error of its own. */
const maxHeldMs = 60_000;
const headMs = 5000;
const maxSendMs = 2000;

/** Waits on loopback for the provider's answer. Who tries the bare address until then reads that it works; all else gets a bare 404. */
export async function listen({
	redirectUri,
	state,
	signal,
	onRequest,
}: Options): Promise<Outcome<CallbackServer>> {
	signal.throwIfAborted();
	const {port: portText, pathname: path} = new URL(redirectUri);
	const port = Number(portText || 80);
	const arrived = Promise.withResolvers<Redirected>();
	// Whoever does not wait for it still gets no unhandled rejection.
	arrived.promise.catch(() => {});
	const sockets = new Set<Socket>();
	let held: ServerResponse | undefined;
	let heldTimer: NodeJS.Timeout | undefined;
	let isUsed = false;

	const newServer = () => {
		const server = createServer(
			{
				headersTimeout: headMs,
				requestTimeout: 2 * headMs,
				connectionsCheckingInterval: 1000,
				keepAlive: false,
				maxHeaderSize: 64 * 1024,
			},
			(request, response) => {
				onRequest?.();
				const redirected = isUsed ? undefined : readCallback(request, {port, path, state});
				if (!redirected) {
					if (!isUsed && isKnock(request, port)) sendPage(response, comesThrough);
					else refuse(response);
					return;
				}
				isUsed = true;
				held = response;
				heldTimer = setTimeout(() => void respond(neutral), maxHeldMs);
				arrived.resolve(redirected);
			},
		);
		server.on('connection', socket => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
			if (sockets.size > maxSockets) oldestWaiting()?.destroy();
		});
		// Not HTTP, too long a head, or too slow.
		server.on('clientError', (_, socket) => {
			if (socket.writable) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
			else socket.destroy();
		});
		return server;
	};

	const oldestWaiting = () => {
		for (const socket of sockets) if (socket !== held?.socket) return socket;
		return undefined;
	};

	const respond = async ({title, message}: {title: string; message: string}) => {
		clearTimeout(heldTimer);
		const response = held;
		held = undefined;
		if (!response || response.destroyed) return;
		const sent = Promise.withResolvers<void>();
		response.once('close', () => sent.resolve());
		// A browser that reads nothing does not hold up the end of the sign-in.
		const timer = setTimeout(() => sent.resolve(), maxSendMs);
		sendPage(response, {title, message});
		await sent.promise;
		clearTimeout(timer);
	};

	const opened = await open(newServer, port);
	if (!opened.ok) return opened;
	const servers = opened.value;
	let closing: Promise<void> | undefined;
	const close = () => {
		closing ??= (async () => {
			signal.removeEventListener('abort', abort);
			clearTimeout(heldTimer);
			await closeAll(servers, sockets);
		})();
		return closing;
	};
	const abort = () => {
		arrived.reject(signal.reason);
		void close();
	};
	if (signal.aborted) {
		await closeAll(servers, sockets);
		throw signal.reason;
	}
	signal.addEventListener('abort', abort, {once: true});
	return {
		ok: true,
		value: {
			redirected: arrived.promise,
			async answer({ok, message}) {
				await respond({title: ok ? 'Signed in' : 'The sign-in did not work', message});
				await close();
			},
			close,
		},
	};
}

const neutral = {
	title: 'The answer has arrived',
	message: 'How the sign-in went on stands in the terminal.',
};

const comesThrough = {
	title: 'This browser reaches mailgrant',
	message: 'The way back works. Now open the sign-in address that stands in the terminal.',
};

const headers = {
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	connection: 'close',
};

function sendPage(
	response: ServerResponse,
	page: {readonly title: string; readonly message: string},
) {
	const nonce = randomBytes(16).toString('base64');
	response.writeHead(200, {
		...headers,
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	});
	response.end(callbackPage({...page, nonce}));
}

function refuse(response: ServerResponse) {
	response.writeHead(404, {...headers, 'content-security-policy': "default-src 'none'"});
	response.end();
}

/** Both families: a browser may take either for `localhost`, and the other must not be another program's. */
async function open(newServer: () => Server, port: number): Promise<Outcome<readonly Server[]>> {
	const servers: Server[] = [];
	for (const host of ['127.0.0.1', '::1']) {
		const server = newServer();
		try {
			server.listen({host, port, exclusive: true, ipv6Only: host === '::1'});
			await once(server, 'listening');
			servers.push(server);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? '';
			if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(code)) continue;
			await closeAll(servers, new Set());
			return {ok: false, failure: busy(code, port)};
		}
	}
	return {ok: true, value: servers};
}

function busy(code: string, port: number): Failure {
	const what =
		code === 'EADDRINUSE'
			? `Another program listens on port ${port} of this host.`
			: `This host does not let port ${port} be listened on (${code}).`;
	return {
		stage: 'authorize',
		code,
		at: `localhost:${port}`,
		message: `${what} Stop that program, paste the address of the browser instead, or choose another callback port and register its redirect URI.`,
	};
}

async function closeAll(servers: readonly Server[], sockets: ReadonlySet<Socket>) {
	const closed = servers.map(server => {
		const {promise, resolve} = Promise.withResolvers<void>();
		server.close(() => resolve());
		return promise;
	});
	for (const socket of sockets) socket.destroy();
	await Promise.all(closed);
}
