import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {median} from './median.js';

/** Medians of what a program needs from its start to its end. */
export type Cost = {
	readonly wallMs: number;
	/** Of user and system. */
	readonly cpuMs: number;
	readonly peakMb: number;
};

const hook = path.join(import.meta.dirname, 'cost-at-end.cjs');

/** Runs programs one after the other, again and again, so that whatever else the machine does meets all of them. Node programs alone tell CPU and memory, in runs of their own: the wall is that of undisturbed ones. */
export function interleaved<Name extends string>(
	rounds: number,
	commands: Readonly<Record<Name, readonly [string, ...string[]]>>,
	env: Readonly<Record<string, string>>,
): Readonly<Record<Name, Cost>> {
	const names = Object.keys(commands) as Name[];
	const runs = new Map<Name, Cost[]>(names.map(name => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const name of names) {
			const [file, ...args] = commands[name];
			const wallMs = timed(file, args, env);
			const told = file === process.execPath ? tell(args, env) : {cpuMs: 0, peakMb: 0};
			// The first round fills the caches of the system.
			if (round > 0) runs.get(name)?.push({wallMs, ...told});
		}
	}
	const of = (name: Name, part: keyof Cost) =>
		median((runs.get(name) ?? []).map(cost => cost[part]));
	return Object.fromEntries(
		names.map(name => [
			name,
			{wallMs: of(name, 'wallMs'), cpuMs: of(name, 'cpuMs'), peakMb: of(name, 'peakMb')},
		]),
	) as Record<Name, Cost>;
}

function timed(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
	const begun = performance.now();
	const ended = spawnSync(file, args, {env, stdio: ['ignore', 'ignore', 'inherit']});
	const wallMs = performance.now() - begun;
	if (ended.status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${ended.status}`);
	return wallMs;
}

function tell(args: readonly string[], env: Readonly<Record<string, string>>) {
	const {output, status} = spawnSync(process.execPath, ['--require', hook, ...args], {
		env,
		stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
	return JSON.parse(output[3] ?? '') as Omit<Cost, 'wallMs'>;
}
