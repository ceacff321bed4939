import type {Socket} from 'node:net';
import {SocksClient} from 'socks';
import type {Call} from '../call.js';
import {Failed} from './failed.js';
import type {ProxyServer} from './proxy.js';
import {wait} from './wait.js';

/** Asks a SOCKS proxy (RFC 1928) for the way on over a connection to it. */
export function tunnelSocks(
	socket: Socket,
	proxy: ProxyServer,
	{host, port, at}: {readonly host: string; readonly port: number; readonly at: string},
	call: Call,
): Promise<void> {
	const about = {stage: 'network', at} as const;
	const what = `the SOCKS proxy was asked for ${at}`;
	return wait<void>(call, {...about, what}, ({resolve, reject}) => {
		const client = new SocksClient({
			command: 'connect',
			proxy: {
				host: proxy.host,
				port: proxy.port,
				type: proxy.kind === 'socks4' ? 4 : 5,
				userId: proxy.user,
				password: proxy.password,
			},
			destination: {host, port},
			// Its own timer is let run out after ours, which ends the wait.
			timeout: call.timeoutMs + 1000,
		});
		const onError = (error: Error) =>
			reject(
				new Failed({
					...about,
					message: `The SOCKS proxy: ${error.message}`,
					code: codeFor(error.message),
				}),
			);
		const early: Buffer[] = [];
		const keep = (chunk: Buffer) => early.push(chunk);
		const onEstablished = () => {
			// The package emits what came behind the answer as data, in the immediate before this one.
			socket.on('data', keep);
			setImmediate(() => {
				socket.off('data', keep);
				socket.pause();
				if (early.length > 0) socket.unshift(Buffer.concat(early));
				resolve();
			});
		};
		client.on('error', onError);
		client.once('established', onEstablished);
		client.connect(socket);
		return () => {
			client.off('established', onEstablished);
			client.off('error', onError);
			// It may yet tell of the end of a socket that is no longer its own.
			client.on('error', () => {});
		};
	});
}

/** The reply field (RFC 1928 §6) as the system's own code for the same thing. */
function codeFor(message: string): string {
	const found = codes.find(([pattern]) => pattern.test(message));
	return found?.[1] ?? 'PROXY_REFUSED';
}

const codes: readonly (readonly [RegExp, string])[] = [
	[/ConnectionRefused/i, 'ECONNREFUSED'],
	[/HostUnreachable/i, 'EHOSTUNREACH'],
	[/NetworkUnreachable/i, 'ENETUNREACH'],
	[/TTLExpired/i, 'ETIMEDOUT'],
	[/authentication|RejectedIdent|NoAcceptedAuth|accepted/i, 'PROXY_AUTH_REQUIRED'],
	[/socket closed/i, 'ECONNRESET'],
	[/version|invalid/i, 'PROXY_PROTOCOL'],
];
