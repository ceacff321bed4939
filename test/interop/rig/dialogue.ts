import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {connect as connectTcp, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';

/** A line protocol spoken by hand, so that no mail library stands between the test and the server. */
export type Dialogue = {
	/** Reads to the first line that matches and gives all lines up to it; rejects after 10 seconds or at the end. */
	readonly until: (expected: RegExp) => Promise<string>;
	/** Sends a line and reads to the first one that matches. */
	readonly ask: (line: string, expected: RegExp) => Promise<string>;
	/** `ca` is the path of a PEM file. */
	readonly startTls: (ca: string) => Promise<void>;
	readonly close: () => void;
};

/** `ca` is the path of a PEM file; without it the connection begins in the clear. `path` is a Unix socket. */
export async function openDialogue(
	target:
		| {readonly host: string; readonly port: number; readonly ca?: string}
		| {readonly path: string},
): Promise<Dialogue> {
	let socket: Socket;
	let text = '';
	let wake = () => {};
	const listen = () => {
		socket.setTimeout(10_000, () => socket.destroy(new Error('No answer')));
		socket.setEncoding('utf8');
		socket.on('data', (chunk: string) => {
			text += chunk;
			wake();
		});
		socket.on('close', () => wake());
		// An error ends the wait by the close that follows it.
		socket.on('error', error => {
			text += `(${error.message})`;
		});
	};
	if ('path' in target) {
		socket = connectTcp(target.path);
		await once(socket, 'connect');
	} else if (target.ca === undefined) {
		socket = connectTcp(target);
		await once(socket, 'connect');
	} else {
		socket = connectTls({...target, ca: readFileSync(target.ca)});
		await once(socket, 'secureConnect');
	}
	listen();

	async function until(expected: RegExp): Promise<string> {
		for (;;) {
			const lines = text.split('\r\n');
			const last = lines.slice(0, -1).findIndex(line => expected.test(line));
			if (last !== -1) {
				text = lines.slice(last + 1).join('\r\n');
				return lines.slice(0, last + 1).join('\n');
			}
			if (socket.destroyed || socket.readableEnded) {
				throw new Error(`${expected} did not come before the end: ${text}`);
			}
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	}

	return {
		until,
		ask(line, expected) {
			socket.write(`${line}\r\n`);
			return until(expected);
		},
		async startTls(ca) {
			if (!('host' in target)) throw new Error('A Unix socket has no TLS');
			socket.removeAllListeners('data');
			socket.setTimeout(0);
			socket = connectTls({socket, host: target.host, ca: readFileSync(ca)});
			await once(socket, 'secureConnect');
			text = '';
			listen();
		},
		close: () => socket.destroy(),
	};
}
