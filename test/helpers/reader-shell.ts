import {spawn} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Ended} from './followed.js';
import {program} from './run-cli.js';

/** Each call of a stand-in: its name and its arguments. */
export type Call = readonly [name: string, ...words: readonly string[]];

export type ReaderShell = {
	/** Where the reader is: HOME and the working directory. */
	readonly home: string;
	readonly env: Readonly<Record<string, string>>;
	/** Bash, which ends at the first line that fails. */
	readonly run: (script: string, onOutput?: (all: string) => void) => Running;
	/** The calls of stand-ins since the last time that they were taken. */
	readonly callsSoFar: () => Call[];
	readonly takeCalls: () => Call[];
	readonly close: () => void;
};

export type Running = {
	readonly ended: Promise<Ended>;
	readonly kill: (signal: NodeJS.Signals) => void;
};

/** A shell for what a reader copies from a page. Nothing is in its PATH but the built `mailgrant` and stand-ins of these names, which record that they were called and do no more. */
export function openReaderShell(standIns: readonly string[]): ReaderShell {
	if (!existsSync(program)) throw new Error(`${program} is not there. Run npm run build first.`);
	const home = mkdtempSync(path.join(tmpdir(), 'mailgrant-reader-'));
	const bin = path.join(home, '.bin');
	const log = path.join(home, '.calls');
	mkdirSync(bin);
	writeFileSync(log, '');

	function install(name: string, script: string) {
		writeFileSync(path.join(bin, name), `#!/bin/bash\n${script}\n`);
		chmodSync(path.join(bin, name), 0o755);
	}
	install('mailgrant', `exec '${process.execPath}' '${program}' "$@"`);
	// For commands of the admin's, as those of --exec.
	symlinkSync('/bin/sh', path.join(bin, 'sh'));
	for (const name of standIns) {
		install(name, `printf '%s\\x1f' '${name}' "$@" >>'${log}'; printf '\\x1e' >>'${log}'`);
	}
	const env = {HOME: home, PATH: bin, LANG: 'C.UTF-8'};
	const callsSoFar = () =>
		readFileSync(log, 'utf8')
			.split('\x1E')
			.filter(call => call !== '')
			.map(call => call.split('\x1F').slice(0, -1) as [string, ...string[]]);
	const children = new Set<ReturnType<typeof spawn>>();

	return {
		home,
		env,
		run(script, onOutput) {
			const child = spawn('/bin/bash', ['-euo', 'pipefail', '-c', script], {
				cwd: home,
				env,
				stdio: ['ignore', 'pipe', 'pipe'],
				// Its own group, so that a signal reaches what it runs, as Ctrl+C does.
				detached: true,
			});
			children.add(child);
			const said = {stdout: '', stderr: ''};
			for (const name of ['stdout', 'stderr'] as const) {
				child[name].setEncoding('utf8').on('data', (text: string) => {
					said[name] += text;
					onOutput?.(said.stdout + said.stderr);
				});
			}
			const ended = new Promise<Ended>((resolve, reject) => {
				child.once('error', reject);
				child.once('close', code => {
					children.delete(child);
					resolve({code: code ?? 128, ...said});
				});
			});
			return {ended, kill: signal => killGroup(child.pid, signal)};
		},
		callsSoFar,
		takeCalls() {
			const calls = callsSoFar();
			writeFileSync(log, '');
			return calls;
		},
		close() {
			for (const child of children) killGroup(child.pid, 'SIGKILL');
			rmSync(home, {recursive: true, force: true, maxRetries: 3});
		},
	};
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals) {
	if (pid !== undefined) process.kill(-pid, signal);
}
