import type {Duplex} from 'node:stream';
import type {Failure} from '../diagnosis/diagnosis.js';
import {Failed} from './failed.js';

/** Ends a connection that sends more than `maxBytes`, until what it gives back is called. Only for one that somebody reads already: it counts what flows, and makes it flow. */
export function limitBytes(
	socket: Duplex,
	maxBytes: number,
	about: Pick<Failure, 'stage' | 'at' | 'protocol'>,
): () => void {
	let bytes = 0;
	const letGo = () => void socket.off('data', count);
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes <= maxBytes) return;
		letGo();
		socket.destroy(tooMuch(maxBytes, about));
	};
	socket.on('data', count);
	return letGo;
}

export const tooMuch = (
	maxBytes: number,
	about: Pick<Failure, 'stage' | 'at' | 'protocol'>,
): Failed =>
	new Failed({
		...about,
		message: `The other side sends more than ${Math.round(maxBytes / 1000)} kB, which no answer of this kind has. The connection was ended.`,
		code: 'TOO_MUCH_DATA',
	});
