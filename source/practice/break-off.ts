import type {Socket} from 'node:net';
import type {FaultManner} from './faults.js';
import {underlying} from './underlying.js';

const gigabyte = 1_073_741_824;

/** Stops serving a connection in the given manner. Nothing else may write to it afterwards. */
export function breakOff(socket: Socket, how: FaultManner): void {
	switch (how) {
		case 'silence': {
			// Reads on, so that the client notices nothing but the silence.
			socket.resume();
			return;
		}
		case 'flood': {
			flood(socket);
			return;
		}
		case 'close': {
			socket.end();
			return;
		}
		case 'reset': {
			underlying(socket).resetAndDestroy();
		}
	}
}

/** As fast as the client reads, and no faster. */
function flood(socket: Socket): void {
	const chunk = Buffer.alloc(65_536, 'x');
	let sent = 0;
	const more = () => {
		while (!socket.destroyed && sent < gigabyte) {
			sent += chunk.length;
			if (!socket.write(chunk)) return;
		}
		if (sent >= gigabyte) socket.end();
	};
	socket.resume();
	socket.on('drain', more);
	more();
}
