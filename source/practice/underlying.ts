import type {Socket} from 'node:net';

const sockets = new WeakMap<Socket, Socket>();

/** Keeps which TCP connection a TLS socket runs over. */
export function rememberUnderlying(secure: Socket, plain: Socket): void {
	if (secure !== plain) sockets.set(secure, plain);
}

/** The TCP connection, where only that will do: a TLS socket can't send RST. */
export const underlying = (socket: Socket): Socket => {
	const plain = sockets.get(socket);
	return plain ? underlying(plain) : socket;
};
