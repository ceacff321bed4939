import {Duplex} from 'node:stream';
import {failedBy} from '../network/failed.js';
import {tooMuch} from '../network/limit-bytes.js';
import type {Dialogue} from './dialogue.js';

/** A connection as a mail package is given it: begun, its greeting said again, every line of it heard, and no more of it than `maxBytes`. */
export type Tap = Duplex & {
	readonly localAddress?: string;
	readonly remoteAddress?: string;
	readonly remotePort?: number;
	readonly setTimeout: (ms: number) => Tap;
	readonly setKeepAlive: () => Tap;
};

type TapOptions = {
	/** Said first, in place of the greeting that is long read. */
	readonly greeting: string;
	/** Each line of either side, without its end. */
	readonly onLine: (who: 'client' | 'server', line: string) => void;
};

/** Between ten and a hundred times what any test here makes a server say. */
const maxBytes = 5_000_000;
const longestHeard = 32_768;

export function createTap(dialogue: Dialogue, {greeting, onLine}: TapOptions): Tap {
	const socket = dialogue.release();
	const {about} = dialogue;
	const hearServer = splitLines(line => onLine('server', line));
	const hearClient = splitLines(line => onLine('client', line));
	let bytes = 0;
	let isFirst = true;
	const pump = () => {
		for (;;) {
			const chunk: unknown = socket.read();
			if (!Buffer.isBuffer(chunk)) return;
			bytes += chunk.length;
			if (bytes > maxBytes) {
				duplex.destroy(tooMuch(maxBytes, about));
				return;
			}
			hearServer(chunk);
			if (!duplex.push(chunk)) return;
		}
	};
	const duplex = new Duplex({
		read() {
			if (isFirst) {
				isFirst = false;
				duplex.push(Buffer.from(`${greeting}\r\n`));
			}
			pump();
		},
		write(chunk: Buffer, _encoding, done) {
			hearClient(chunk);
			if (socket.destroyed) done(new Error('The connection is closed'));
			else socket.write(chunk, error => done(error));
		},
		final(done) {
			socket.end(() => done());
		},
		destroy(error, done) {
			socket.off('readable', pump);
			socket.destroy();
			done(error);
		},
	});
	socket.on('readable', pump);
	socket.once('end', () => duplex.push(null));
	socket.on('error', error => duplex.destroy(failedBy(error, about)));
	socket.once('close', () => duplex.destroy());
	duplex.on('error', () => {});
	// Deadlines are kept outside, for each answer; the package's own watchdog has nothing to do.
	const tap: Tap = Object.assign(duplex, {
		localAddress: socket.localAddress,
		remoteAddress: socket.remoteAddress,
		remotePort: socket.remotePort,
		setTimeout: (): Tap => tap,
		setKeepAlive: (): Tap => tap,
	});
	return tap;
}

/** Lines of a stream, the overlong in their first part only. */
function splitLines(onLine: (line: string) => void): (chunk: Buffer) => void {
	let begun = '';
	return chunk => {
		const lines = (begun + chunk.toString('utf8')).split('\n');
		begun = (lines.pop() ?? '').slice(0, longestHeard);
		for (const line of lines) onLine(line.replace(/\r$/, ''));
	};
}
