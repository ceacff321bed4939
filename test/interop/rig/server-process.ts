import {type ChildProcess, spawn} from 'node:child_process';
import {connect} from 'node:net';

export type ServerProcess = {
	readonly pid: number;
	/** Ends it with all that it started; safe to call twice. */
	readonly stop: () => Promise<void>;
};

/** Starts a server in a process group of its own and waits until its ports answer. Throws with its last words when it does not come up. */
export async function startServer({
	command,
	args,
	env,
	listensOn,
	lastWords,
}: {
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly listensOn: readonly {readonly host: string; readonly port: number}[];
	/** The end of its log. */
	readonly lastWords: () => string;
}): Promise<ServerProcess> {
	// The kernel ends it when the tests are killed and cannot.
	const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], {
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C', ...env},
	});
	let said = '';
	const listen = (text: Buffer) => {
		said = (said + text).slice(-4000);
	};
	child.stdout.on('data', listen);
	child.stderr.on('data', listen);
	const ended = new Promise<void>((resolve, reject) => {
		child.once('exit', () => resolve());
		child.once('error', reject);
	});
	const stop = () => stopGroup(child, ended);
	const isUp = new AbortController();
	try {
		await Promise.race([
			Promise.all(listensOn.map(address => answers(address, isUp.signal))),
			ended.then(() => Promise.reject(new Error('It ended'))),
		]);
	} catch (error) {
		await stop().catch(() => undefined);
		throw new Error(`${command} does not come up: ${error}\n${said}\n${lastWords()}`);
	} finally {
		isUp.abort();
	}
	return {pid: child.pid ?? 0, stop};
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
	const {pid} = child;
	if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const signalGroup = (signal: NodeJS.Signals) => {
		try {
			process.kill(-pid, signal);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	};
	signalGroup('SIGTERM');
	const timer = setTimeout(() => signalGroup('SIGKILL'), 5000);
	await ended;
	clearTimeout(timer);
	signalGroup('SIGKILL');
}

/** Asks again until a connection is taken; 20 seconds at most. */
async function answers(
	{host, port}: {readonly host: string; readonly port: number},
	signal: AbortSignal,
): Promise<void> {
	const endsAt = Date.now() + 20_000;
	while (!signal.aborted) {
		if (await isOpen(host, port)) return;
		if (Date.now() > endsAt) throw new Error(`Nothing listens on ${host}:${port}`);
		await new Promise(resolve => setTimeout(resolve, 25));
	}
}

function isOpen(host: string, port: number): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const socket = connect({host, port});
	socket.once('connect', () => resolve(true));
	socket.once('error', () => resolve(false));
	return promise.finally(() => socket.destroy());
}
