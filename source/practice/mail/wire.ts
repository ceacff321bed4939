import type {Socket} from 'node:net';
import type {Credentials} from '../certificates.js';
import {secureSocket} from '../front.js';

/** A connection of a line protocol, read by awaiting. */
export type Wire = {
	/** The line without its end, as Latin-1; undefined when the connection has ended or the line is too long. */
	readonly readLine: () => Promise<string | undefined>;
	/** Exactly so many bytes; undefined when the connection has ended. */
	readonly readBytes: (count: number) => Promise<Buffer | undefined>;
	readonly write: (text: string | Buffer) => void;
	/** Takes TLS over the connection. What came in plain text behind the command is dropped (RFC 3501 §6.2.1). */
	readonly startTls: (credentials: Credentials) => Promise<boolean>;
	readonly isEnded: () => boolean;
	/** The socket as it is now: for faults. Nothing is read from it any more. */
	readonly takeOver: () => Socket;
	readonly end: () => void;
};

const maxLineBytes = 65_536;
const maxBufferedBytes = 33_554_432;

export function createWire(first: Socket): Wire {
	let socket = first;
	let buffered = Buffer.alloc(0);
	let isEnded = false;
	let wake: (() => void) | undefined;
	const onData = (chunk: Buffer) => {
		buffered = Buffer.concat([buffered, chunk]);
		if (buffered.length > maxBufferedBytes) socket.destroy();
		wake?.();
	};
	const onEnd = () => {
		isEnded = true;
		wake?.();
	};
	const attach = () => {
		socket.on('data', onData);
		socket.on('end', onEnd);
		socket.on('close', onEnd);
		socket.on('error', onEnd);
	};
	const detach = () => {
		socket.off('data', onData);
		socket.off('end', onEnd);
		socket.off('close', onEnd);
		socket.off('error', onEnd);
	};
	const more = () =>
		new Promise<void>(resolve => {
			wake = () => {
				wake = undefined;
				resolve();
			};
		});
	attach();
	return {
		readLine: async () => {
			for (;;) {
				const end = buffered.indexOf(10);
				if (end > maxLineBytes || (end === -1 && buffered.length > maxLineBytes)) return undefined;
				if (end !== -1) {
					const line = buffered.toString('latin1', 0, end).replace(/\r$/, '');
					buffered = buffered.subarray(end + 1);
					return line;
				}
				if (isEnded) return undefined;
				await more();
			}
		},
		readBytes: async count => {
			while (buffered.length < count) {
				if (isEnded) return undefined;
				await more();
			}
			const bytes = Buffer.from(buffered.subarray(0, count));
			buffered = buffered.subarray(count);
			return bytes;
		},
		write: text => {
			if (!isEnded && socket.writable) socket.write(text);
		},
		startTls: async credentials => {
			detach();
			buffered = Buffer.alloc(0);
			const secure = await secureSocket(socket, credentials);
			if (!secure) {
				isEnded = true;
				return false;
			}
			socket = secure;
			attach();
			return true;
		},
		isEnded: () => isEnded,
		takeOver: () => {
			detach();
			return socket;
		},
		end: () => socket.end(),
	};
}
