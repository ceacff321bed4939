import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

/** A line of a given speed and delay to a port of this host. */
export type ShapedLine = {
	readonly port: number;
	/** Bytes that have arrived at the near end since the start: what the server sent. */
	readonly received: () => number;
	/** Whether nothing is on its way in either direction. */
	readonly isQuiet: () => boolean;
	readonly close: () => void;
};

/** More is not taken from the sender: it stays in the buffers of TCP, as before a real modem. */
const mostWaiting = 4096;
/** What is handed on at a time: a few characters, so that a long text does not arrive at once at its end. */
const piece = 32;

export async function openShapedLine({
	to,
	delayMs,
	bytesPerSecond,
}: {
	readonly to: number;
	/** In each direction. */
	readonly delayMs: number;
	readonly bytesPerSecond: number;
}): Promise<ShapedLine> {
	let received = 0;
	let onTheWay = 0;
	const sockets = new Set<Socket>();

	function carry(from: Socket, into: Socket, isToNear: boolean) {
		let freeAt = 0;
		let waiting = 0;
		const end = () => setTimeout(() => into.end(), Math.max(0, freeAt - Date.now()) + delayMs);
		from.on('data', (data: Buffer) => {
			for (let at = 0; at < data.length; at += piece) {
				const part = data.subarray(at, at + piece);
				freeAt = Math.max(Date.now(), freeAt) + (1000 * part.length) / bytesPerSecond;
				waiting += part.length;
				onTheWay += part.length;
				setTimeout(() => {
					waiting -= part.length;
					if (waiting < mostWaiting) from.resume();
				}, freeAt - Date.now());
				setTimeout(
					() => {
						onTheWay -= part.length;
						if (isToNear) received += part.length;
						if (into.writable) into.write(part);
					},
					Math.max(0, freeAt - Date.now() + delayMs),
				);
			}
			if (waiting >= mostWaiting) from.pause();
		});
		from.once('end', end).once('error', () => into.destroy());
	}

	const server = createServer(near => {
		const far = connect({host: '127.0.0.1', port: to});
		for (const socket of [near, far]) {
			socket.setNoDelay(true);
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		}
		carry(near, far, false);
		carry(far, near, true);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		received: () => received,
		isQuiet: () => onTheWay === 0,
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}
