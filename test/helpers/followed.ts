import type {ChildProcessWithoutNullStreams} from 'node:child_process';

export type Ended = {
	/** 128 when a signal has ended it. */
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
};

export type Running = {
	readonly pid: number;
	/** Gives the match once it has come on either output; rejects when the program ends without it. */
	readonly until: (expected: RegExp) => Promise<RegExpExecArray>;
	readonly write: (text: string) => void;
	readonly endInput: () => void;
	readonly kill: (signal: NodeJS.Signals) => void;
	/** Rejects when it can't be started. */
	readonly ended: Promise<Ended>;
};

/** A child whose output is collected and waited for. Whoever has started it ends it. */
export function followed(child: ChildProcessWithoutNullStreams): Running {
	const said = {stdout: '', stderr: ''};
	let code: number | undefined;
	const watchers = new Set<() => void>();
	const notify = () => {
		for (const watcher of [...watchers]) watcher();
	};
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].setEncoding('utf8').on('data', (text: string) => {
			said[name] += text;
			notify();
		});
	}
	// A program that has ended reads no more.
	child.stdin.on('error', () => {});
	const ended = new Promise<Ended>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', exitCode => {
			code = exitCode ?? 128;
			resolve({code, ...said});
			notify();
		});
	});
	return {
		pid: child.pid ?? 0,
		until(expected) {
			const {promise, resolve, reject} = Promise.withResolvers<RegExpExecArray>();
			const look = () => {
				const found = expected.exec(said.stdout) ?? expected.exec(said.stderr);
				if (found) resolve(found);
				else if (code !== undefined) {
					const all = `${said.stdout}\n${said.stderr}`;
					reject(new Error(`${expected} did not come; code ${code}:\n${all}`));
				}
			};
			watchers.add(look);
			look();
			return promise.finally(() => watchers.delete(look));
		},
		write: text => void child.stdin.write(text),
		endInput: () => child.stdin.end(),
		kill: signal => void child.kill(signal),
		ended,
	};
}
