import {createConnection, createServer, type Server} from 'node:net';
import {fileURLToPath} from 'node:url';

type Place = {readonly host: string; readonly port: number};

/** Passes what comes in at one place on to another. */
export function relay(from: Place, to: Place): Promise<Server> {
	const server = createServer(socket => {
		const other = createConnection(to);
		const end = () => {
			socket.destroy();
			other.destroy();
		};
		socket.pipe(other).pipe(socket);
		for (const each of [socket, other]) each.on('error', end).on('close', end);
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(from.port, from.host, () => resolve(server));
	});
}

// As a program on another host: `relay.ts HOST PORT…`, from its loopback to the same ports there.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [, , host = '', ...ports] = process.argv;
	for (const port of ports.map(Number)) await relay({host: '127.0.0.1', port}, {host, port});
	process.stdout.write('ready\n');
}
