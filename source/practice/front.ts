import type {Socket} from 'node:net';
import {createSecureContext, TLSSocket} from 'node:tls';
import {breakOff} from './break-off.js';
import type {Certificates, Credentials} from './certificates.js';
import type {ServerFaults} from './faults.js';
import {type Listener, listen} from './listen.js';
import {pause} from './pause.js';
import {rememberUnderlying} from './underlying.js';

export type FrontOptions = {
	/** TLS from the first byte; a `starttls` server secures the socket itself. */
	readonly security: 'tls' | 'starttls';
	readonly certificates: Certificates;
	readonly faults: () => ServerFaults;
	readonly latencyMs: () => number;
	readonly onSocket: (socket: Socket) => void;
};

/** The way to every practice server: connection, then TLS, with the faults of these two layers. */
export function openFront(options: FrontOptions): Promise<Listener> {
	return listen(socket => {
		void admit(socket, options);
	});
}

async function admit(socket: Socket, options: FrontOptions): Promise<void> {
	const faults = options.faults();
	const {breaks, isPlainText, certificate = 'good'} = faults;
	await pause(options.latencyMs());
	if (socket.destroyed) return;
	if (breaks?.at === 'connect') return breakOff(socket, breaks.how);
	if (options.security === 'starttls' || isPlainText) return options.onSocket(socket);
	if (spoilHandshake(() => socket, faults)) return;
	const secure = await secureSocket(socket, options.certificates.of(certificate));
	if (secure) options.onSocket(secure);
}

/** Spoils the handshake that the client is about to begin, if a fault says so, once its ClientHello is there; tells whether it did. */
export function spoilHandshake(takeOver: () => Socket, faults: ServerFaults): boolean {
	const {breaks, isPlainText} = faults;
	if (breaks?.at === 'tls') {
		const socket = takeOver();
		onHello(socket, () => breakOff(socket, breaks.how));
		return true;
	}
	if (!isPlainText) return false;
	const socket = takeOver();
	onHello(socket, () => socket.end('500 This is no TLS\r\n'));
	return true;
}

/** Whoever read before may have left the socket paused, which a listener alone does not undo. */
function onHello(socket: Socket, then: () => void): void {
	socket.once('data', then);
	socket.resume();
}

/** Serves the handshake; undefined when the client leaves or refuses, whose own business that is. */
export function secureSocket(
	socket: Socket,
	credentials: Credentials,
): Promise<TLSSocket | undefined> {
	return new Promise(resolve => {
		const secure = new TLSSocket(socket, {
			isServer: true,
			secureContext: createSecureContext(credentials),
		});
		rememberUnderlying(secure, socket);
		const fail = () => {
			secure.destroy();
			socket.destroy();
			resolve(undefined);
		};
		secure.on('error', fail);
		secure.once('_tlsError', fail);
		secure.once('close', () => resolve(undefined));
		secure.once('secure', () => {
			secure.off('_tlsError', fail);
			resolve(secure);
		});
	});
}
