import {createServer, type Server, type Socket} from 'node:net';

export type Listener = {
	readonly port: number;
	/** Ends every connection, too. */
	readonly close: () => Promise<void>;
};

/** Listens on a free port of loopback, IPv4 and, where there is one, IPv6, so that `localhost` reaches it either way. */
export async function listen(onSocket: (socket: Socket) => void): Promise<Listener> {
	const sockets = new Set<Socket>();
	const accept = (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		// A client that breaks off is no event here: whoever serves the socket sees it close.
		socket.on('error', () => socket.destroy());
		socket.setNoDelay(true);
		onSocket(socket);
	};
	for (let attempt = 0; ; attempt++) {
		const ipv4 = createServer(accept);
		await bind(ipv4, '127.0.0.1', 0);
		const address = ipv4.address();
		if (address === null || typeof address === 'string') throw new Error('No port was given');
		const ipv6 = createServer(accept);
		const servers = [ipv4];
		try {
			await bind(ipv6, '::1', address.port);
			servers.push(ipv6);
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			if (code === 'EADDRINUSE' && attempt < 20) {
				await close(ipv4);
				continue;
			}
			// Hosts without IPv6 say EADDRNOTAVAIL or EAFNOSUPPORT; there localhost is 127.0.0.1.
			if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') throw error;
		}
		return {
			port: address.port,
			close: async () => {
				const closing = Promise.all(servers.map(close));
				for (const socket of sockets) socket.destroy();
				await closing;
			},
		};
	}
}

function bind(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({host, port, ipv6Only: host === '::1'}, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

const close = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()));
