import type {Socket} from 'node:net';
import type {Call} from '../call.js';
import type {Failure} from '../diagnosis/diagnosis.js';
import type {Protocol} from '../grant.js';
import {Failed, failedBy} from '../network/failed.js';
import {tooMuch} from '../network/limit-bytes.js';
import {wait} from '../network/wait.js';
import type {Transcript} from './transcript.js';

/** A line dialogue over a connection, nothing read before it is asked for. */
export type Dialogue = {
	readonly socket: Socket;
	readonly about: About;
	readonly transcript: Transcript;
	/** The next line without its end. */
	readonly readLine: (what: string) => Promise<string>;
	readonly send: (line: string) => void;
	/** Gives the socket away. Throws Failed when the server has said more than it was asked. */
	readonly release: () => Socket;
};

export type About = Pick<Failure, 'stage' | 'at'> & {readonly protocol: Protocol};

/** RFC 5321 has 512 bytes a reply line, RFC 9051 names 8192 for clients; no greeting or header comes near. */
const maxLineBytes = 32_768;
const maxBytes = 5_000_000;

export function createDialogue(
	socket: Socket,
	about: About,
	call: Call,
	transcript: Transcript,
): Dialogue {
	let buffered = Buffer.alloc(0);
	let bytes = 0;
	let broken: Error | undefined;
	const onBroken = (error: Error) => {
		broken = error;
	};
	socket.on('error', onBroken);

	const takeLine = (): string | undefined => {
		const end = buffered.indexOf(0x0a);
		if (end === -1) return undefined;
		const line = buffered.subarray(0, end).toString('utf8').replace(/\r$/, '');
		buffered = buffered.subarray(end + 1);
		transcript.server(line);
		return line;
	};

	const readLine = (what: string): Promise<string> =>
		wait<string>(call, {...about, what}, ({resolve, reject}) => {
			const onReadable = () => {
				for (;;) {
					const line = takeLine();
					if (line !== undefined) return resolve(line);
					if (buffered.length > maxLineBytes) {
						return reject(
							new Failed({
								...about,
								message: `The server sends a line without end: it begins ${transcript.redact(buffered.subarray(0, 60).toString('utf8'))}`,
								code: 'TOO_MUCH_DATA',
							}),
						);
					}
					const chunk: unknown = socket.read();
					if (!Buffer.isBuffer(chunk)) return;
					bytes += chunk.length;
					if (bytes > maxBytes) return reject(tooMuch(maxBytes, about));
					buffered = Buffer.concat([buffered, chunk]);
				}
			};
			const onError = (error: Error) => reject(failedBy(error, about));
			const onEnd = () => {
				onReadable();
				reject(broken ? failedBy(broken, about) : closed(about));
			};
			socket.on('readable', onReadable);
			socket.on('error', onError);
			socket.on('end', onEnd);
			socket.on('close', onEnd);
			if (socket.destroyed || socket.readableEnded) onEnd();
			else onReadable();
			return () => {
				socket.off('readable', onReadable);
				socket.off('error', onError);
				socket.off('end', onEnd);
				socket.off('close', onEnd);
			};
		});

	return {
		socket,
		about,
		transcript,
		readLine,
		send(line) {
			transcript.client(line);
			if (!socket.destroyed) socket.write(`${line}\r\n`);
		},
		release() {
			if (buffered.length === 0 && socket.readableLength === 0) return socket;
			throw new Failed({
				...about,
				message:
					'The server, or someone between, sent text that nobody asked for at a point where the connection changes hands. It is not trusted.',
				code: 'UNEXPECTED_DATA',
			});
		},
	};
}

export const closed = (about: Pick<Failure, 'stage' | 'at' | 'protocol'>): Failed =>
	new Failed({...about, message: 'The server closed the connection', code: 'ECONNRESET'});
