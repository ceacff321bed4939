import {createServer, type Server} from 'node:net';

/** Given already: who got one may listen on it only later. */
const given = new Set<number>();

/** Ports that nobody listens on, nor got here before, below those that the system gives to outgoing connections. */
export async function freePorts(count: number): Promise<number[]> {
	const servers: Server[] = [];
	const ports: number[] = [];
	try {
		while (ports.length < count) {
			const port = 20_000 + Math.floor(Math.random() * 12_000);
			if (given.has(port)) continue;
			const server = await listen(port);
			if (!server) continue;
			servers.push(server);
			ports.push(port);
			given.add(port);
		}
	} finally {
		await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
	}
	return ports;
}

/** On every address, so that a listener on any of them counts. */
function listen(port: number): Promise<Server | undefined> {
	const {promise, resolve} = Promise.withResolvers<Server | undefined>();
	const server = createServer();
	server.once('error', () => resolve(undefined));
	server.listen(port, () => resolve(server));
	return promise;
}
