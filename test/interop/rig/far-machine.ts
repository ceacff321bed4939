import {type ChildProcess, execFile, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer, type Server} from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {Page} from './browser.js';
import type {SshServer} from './ssh.js';

const run = promisify(execFile);

/** The admin's own machine: a network of its own, whose loopback knows nothing of this host but the given ports. */
export type FarMachine = {
	/** Runs a line as it was shown, with what cannot be known filled in, and the key that the admin has. */
	readonly type: (line: string) => ChildProcess;
	/** A browser there, which follows redirects. Rejects when nothing answers. */
	readonly visit: (url: string) => Promise<Page>;
	readonly stop: () => Promise<void>;
};

/** Why there can be none; undefined when there can. */
export function whyNoFarMachine(): string | undefined {
	const {status} = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']);
	return status === 0 ? undefined : 'no network namespace can be made, or iproute2 is missing';
}

// Runs over there: each port leads to a socket, which the file system carries across.
const relay = `
import {connect, createServer} from 'node:net';
for (const port of process.argv.slice(3)) {
	createServer(far => {
		const here = connect(process.argv[2] + '/' + port);
		for (const [one, other] of [[far, here], [here, far]]) one.on('error', () => other.destroy()).pipe(other);
	}).listen(Number(port), '127.0.0.1');
}
console.log('ready');
`;

export async function startFarMachine({
	directory,
	ssh,
	ports,
	ca,
}: {
	readonly directory: string;
	readonly ssh: SshServer;
	/** That are reached there too, as the internet would be. */
	readonly ports: readonly number[];
	readonly ca: string;
}): Promise<FarMachine> {
	const programs = join(directory, 'bin');
	mkdirSync(programs, {recursive: true});
	writeFileSync(join(directory, 'relay.mjs'), relay);
	// What the admin's own configuration would hold.
	const words = ssh.options.map(word => `'${word}'`).join(' ');
	writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh ${words} "$@"\n`, {
		mode: 0o755,
	});
	const carried = [ssh.port, ...ports];
	const doors = await Promise.all(
		carried.map(port => openDoor(join(directory, String(port)), port)),
	);
	const up = 'ip link set lo up && exec "$0" "$@"';
	const machine = spawn(
		'setpriv',
		[
			...['--pdeathsig', 'TERM', 'unshare', '-n', 'sh', '-c', up, process.execPath],
			...[join(directory, 'relay.mjs'), directory, ...carried.map(String)],
		],
		{stdio: ['ignore', 'pipe', 'inherit']},
	);
	const left: ChildProcess[] = [machine];
	await once(machine.stdout, 'data');
	const inside = ['-n', '-t', String(machine.pid)];

	return {
		type(line) {
			const child = spawn('nsenter', [...inside, 'sh', '-c', line.replace('<host>', '127.0.0.1')], {
				env: {PATH: `${programs}:/usr/bin:/bin`},
				stdio: ['pipe', 'ignore', 'inherit'],
			});
			left.push(child);
			return child;
		},
		async visit(url) {
			const browser = fileURLToPath(new URL('visit.ts', import.meta.url));
			const hooks = fileURLToPath(new URL('../../helpers/typescript-hooks.js', import.meta.url));
			const words = [process.execPath, '--import', hooks, browser, ca, url];
			const {stdout} = await run('nsenter', [...inside, ...words], {timeout: 20_000});
			return JSON.parse(stdout) as Page;
		},
		async stop() {
			for (const child of left.toReversed()) await end(child);
			for (const door of doors) door.close();
			rmSync(directory, {recursive: true, force: true});
		},
	};
}

async function openDoor(socket: string, port: number): Promise<Server> {
	const door = createServer(far => {
		const here = connect({host: '127.0.0.1', port});
		for (const [one, other] of [
			[far, here],
			[here, far],
		] as const) {
			one.on('error', () => other.destroy()).pipe(other);
		}
	});
	door.listen(socket);
	await once(door, 'listening');
	return door;
}

async function end(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGKILL');
	await once(child, 'exit');
}
