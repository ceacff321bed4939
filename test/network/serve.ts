import {connect, createServer, type Server, type Socket} from 'node:net';
import {createServer as createSecureServer} from 'node:tls';
import {onTestFinished} from 'vitest';
import type {Credentials} from '../../source/practice/certificates.js';

export type Served = {
	readonly port: number;
	/** Connections that are open now. */
	readonly open: ReadonlySet<Socket>;
	/** Resolves when the last connection is closed. */
	readonly isEmpty: () => Promise<void>;
	/** Resolves when a connection is there. */
	readonly hasOne: () => Promise<void>;
	readonly stop: () => Promise<void>;
};

/** A raw server on a free port of 127.0.0.1 for the running test; with TLS when it is given a certificate. */
export async function serve(
	onSocket: (socket: Socket) => void = () => {},
	credentials?: Credentials,
): Promise<Served> {
	const open = new Set<Socket>();
	const waiting = new Set<() => void>();
	const changed = () => {
		for (const check of waiting) check();
	};
	const until = (holds: () => boolean) =>
		new Promise<void>(resolve => {
			const check = () => {
				if (!holds()) return;
				waiting.delete(check);
				resolve();
			};
			waiting.add(check);
			check();
		});
	const accept = (socket: Socket) => {
		open.add(socket);
		socket.on('error', () => socket.destroy());
		socket.once('close', () => {
			open.delete(socket);
			changed();
		});
		onSocket(socket);
		// Unread, its end would never be seen.
		socket.resume();
		changed();
	};
	const server: Server = credentials
		? createSecureServer({...credentials}, accept)
		: createServer(accept);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	const stop = () =>
		new Promise<void>(resolve => {
			server.close(() => resolve());
			for (const socket of open) socket.destroy();
		});
	onTestFinished(stop);
	return {
		port: address.port,
		open,
		isEmpty: () => until(() => open.size === 0),
		hasOne: () => until(() => open.size > 0),
		stop,
	};
}

/** An HTTP proxy that keeps what it was asked. `head` is what it answers in place of a tunnel. */
export async function serveHttpProxy({
	head,
	speaksFirst = false,
	credentials,
}: {
	readonly head?: string;
	readonly speaksFirst?: boolean;
	readonly credentials?: Credentials;
} = {}) {
	const asked: string[] = [];
	const served = await serve(socket => {
		socket.once('data', bytes => {
			const text = bytes.toString('latin1');
			asked.push(text);
			if (head !== undefined) {
				socket.write(head);
				return;
			}
			const match = /^CONNECT ([^ ]+):(\d+) /.exec(text);
			join(socket, match?.[1] ?? '', Number(match?.[2]), 'HTTP/1.1 200 Go on\r\n\r\n', speaksFirst);
		});
	}, credentials);
	return {...served, asked};
}

/** A SOCKS5 proxy, with a user and password if they are given. */
export async function serveSocksProxy({
	login,
	speaksFirst = false,
}: {
	readonly login?: string;
	readonly speaksFirst?: boolean;
} = {}) {
	const asked: string[] = [];
	const served = await serve(socket => {
		const request = (bytes: Buffer) => {
			const isName = bytes[3] === 3;
			const length = bytes[4] ?? 0;
			const host = isName
				? bytes.subarray(5, 5 + length).toString()
				: [...bytes.subarray(4, 8)].join('.');
			const port = bytes.readUInt16BE(isName ? 5 + length : 8);
			asked.push(`${host}:${port}`);
			join(socket, host, port, Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]), speaksFirst);
		};
		socket.once('data', () => {
			if (login === undefined) {
				socket.write(Buffer.from([5, 0]));
				socket.once('data', request);
				return;
			}
			socket.write(Buffer.from([5, 2]));
			socket.once('data', (bytes: Buffer) => {
				const length = bytes[1] ?? 0;
				const user = bytes.subarray(2, 2 + length).toString();
				const password = bytes.subarray(3 + length).toString();
				const isRight = `${user}:${password}` === login;
				socket.write(Buffer.from([1, isRight ? 0 : 1]));
				if (isRight) socket.once('data', request);
				else socket.end();
			});
		});
	});
	return {...served, asked};
}

/** Both directions. With `speaksFirst` the proxy's answer and the server's first words go out in one piece. */
function join(
	socket: Socket,
	host: string,
	port: number,
	answer: string | Buffer,
	speaksFirst: boolean,
) {
	const onward = connect({host, port});
	for (const [one, other] of [
		[socket, onward],
		[onward, socket],
	] as const) {
		one.on('error', () => other.destroy());
		one.on('close', () => other.destroy());
	}
	onward.once('connect', () => {
		socket.pipe(onward);
		if (!speaksFirst) {
			socket.write(answer);
			onward.pipe(socket);
			return;
		}
		onward.once('data', (first: Buffer) => {
			socket.write(Buffer.concat([Buffer.from(answer), first]));
			onward.pipe(socket);
		});
	});
}
