import {execFile, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {relay} from './relay.js';

const run = promisify(execFile);

/** A host of its own as far as the network goes: a namespace with a wire to this one. */
export type Host = {
	readonly name: string;
	/** What starts a program there. */
	readonly prefix: readonly string[];
};

export type Hosts = {
	readonly all: readonly Host[];
	/** Under which all of them reach this host. */
	readonly here: string;
	readonly close: () => Promise<void>;
};

/** Why there can be none; undefined when there can. */
export function whyNoHosts(): string | undefined {
	try {
		execFileSync('ip', ['netns', 'add', 'mg-probe'], {stdio: 'ignore'});
		execFileSync('ip', ['netns', 'delete', 'mg-probe'], {stdio: 'ignore'});
		return undefined;
	} catch {
		return 'no network namespaces can be made here';
	}
}

/** So many hosts, each of which reaches the loopback ports of this one under the same numbers on its own loopback. */
export async function openHosts(
	count: number,
	{here, ports}: {readonly here: string; readonly ports: readonly number[]},
): Promise<Hosts> {
	const undo: (() => Promise<unknown>)[] = [];
	const close = async () => {
		for (const work of undo.splice(0).reverse()) await work().catch(() => undefined);
	};
	const id = String(process.pid % 10_000);
	const bridge = `mgb${id}`;
	try {
		await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
		undo.push(() => run('ip', ['link', 'delete', bridge]));
		await run('ip', ['address', 'add', `${here}/24`, 'dev', bridge]);
		await run('ip', ['link', 'set', bridge, 'up']);
		for (const port of ports) {
			const server = await relay({host: here, port}, {host: '127.0.0.1', port});
			undo.push(async () => void server.close());
		}
		const all: Host[] = [];
		for (let number = 1; number <= count; number++) {
			const name = `mgn${id}-${number}`;
			const wire = `mgv${id}-${number}`;
			await run('ip', ['netns', 'add', name]);
			undo.push(() => run('ip', ['netns', 'delete', name]));
			await run('ip', ['link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
			await run('ip', ['link', 'set', wire, 'master', bridge, 'up']);
			const address = here.replace(/\d+$/, String(number + 1));
			const within = ['-n', name];
			await run('ip', [...within, 'address', 'add', `${address}/24`, 'dev', 'eth0']);
			await run('ip', [...within, 'link', 'set', 'eth0', 'up']);
			await run('ip', [...within, 'link', 'set', 'lo', 'up']);
			const prefix = ['ip', 'netns', 'exec', name];
			if (ports.length > 0) {
				const args = [
					fileURLToPath(new URL('relay.ts', import.meta.url)),
					here,
					...ports.map(String),
				];
				// The kernel ends it when the tests are killed and cannot.
				const [command = '', ...rest] = [
					'setpriv',
					'--pdeathsig',
					'KILL',
					...prefix,
					process.execPath,
					...args,
				];
				const child = spawn(command, rest, {stdio: ['ignore', 'pipe', 'inherit']});
				undo.push(async () => void child.kill('SIGKILL'));
				await once(child.stdout, 'data');
			}
			all.push({name, prefix});
		}
		return {all, here, close};
	} catch (error) {
		await close();
		throw error;
	}
}
