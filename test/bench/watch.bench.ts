import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fillStore, hourMs} from '../helpers/fill-store.js';
import {bound} from './bound.js';
import {median} from './median.js';
import {tokenServer} from './token-server.js';

// npm run bench watch: a watcher that has nothing to do, beside an empty Node with a timer; then one
// with thousands of tokens of one hour, each somewhere in its life. What it starts counts as its own.
const count = 10_000;
/** A token is renewed five minutes early, up to five earlier still, and with others up to three more: after so much of its hour in the middle. */
const meanLife = 0.85;
/** It works in bursts, three minutes apart. */
const seconds = 240;
const lookMs = 50;
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-watch-'));
/** In memory, as the runtime directory is, where token files lie unless another place is named. */
const memory = mkdtempSync(
	path.join(existsSync('/dev/shm') ? '/dev/shm' : directory, 'mailgrant-watch-'),
);
const server = await tokenServer();
const empty = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)']);

try {
	const caFile = path.join(directory, 'ca.pem');
	writeFileSync(caFile, server.ca);
	const fields = {...server.fields, caFile};

	const few = path.join(directory, 'few');
	await fillStore(few, {count: 3, fields});
	// Once for the compile cache.
	await stop(await started(few));
	const idle = await started(few);
	await delay(5000);
	const base = heldBy(empty);
	const idleMb = heldBy(idle);
	console.log(
		`an empty Node with a timer: ${base.toFixed(1)} MB; an idle watcher ${idleMb.toFixed(1)}`,
	);
	bound('idle watcher to empty, memory', {value: idleMb / base, most: 1.25});
	await stop(idle);

	const many = path.join(directory, 'many');
	await fillStore(many, {
		count,
		fields,
		obtainedAt: () => Date.now() - Math.random() * meanLife * hourMs,
	});
	const watcher = await started(many);
	const startCpu = cpuOf(watcher);
	const startRequests = server.requests();
	const held: number[] = [];
	for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
		held.push(heldBy(watcher));
		await delay(lookMs);
	}
	const cpu = (cpuOf(watcher) - startCpu) / seconds;
	const renewed = (server.requests() - startRequests) / seconds;
	console.log(`${count} grants, tokens of one hour, ${seconds} s after the start`);
	console.log(
		`${startCpu.toFixed(1)} s of CPU for the start; then ${renewed.toFixed(2)} renewals a second, ${((cpu / renewed) * 1000).toFixed(1)} ms of CPU each`,
	);
	const steady = count / (meanLife * 3600);
	console.log(
		`once as many come as go, ${steady.toFixed(2)} a second: ${((cpu / renewed) * steady * 100).toFixed(2)} % of one core`,
	);
	console.log(
		`between bursts ${Math.min(...held).toFixed(0)} MB, mostly ${median(held).toFixed(0)}; the watcher itself at most ${memoryOf(watcher.pid, 'VmHWM').toFixed(0)} since its start`,
	);
	bound(`${count} grants, more than an idle watcher, at most`, {
		value: Math.max(...held) - idleMb,
		most: 60,
		unit: ' MB',
	});
	bound(`${count} grants, share of one core`, {value: cpu * 100, most: 2, unit: ' %'});
	const stopped = performance.now();
	await stop(watcher);
	console.log(`end: ${(performance.now() - stopped).toFixed(0)} ms after SIGTERM`);
} finally {
	empty.kill();
	await server.close();
	for (const place of [directory, memory]) rmSync(place, {recursive: true, force: true});
}

/** A watcher that has looked at all grants and is at rest. */
async function started(config: string): Promise<ChildProcess> {
	const watcher = spawn(
		process.execPath,
		[program, 'refresh', '--watch', '--token-dir', path.join(memory, path.basename(config))],
		{
			env: {...process.env, MAILGRANT_CONFIG: config, HOME: directory},
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	watcher.stdout?.resume();
	const begun = performance.now();
	while (performance.now() - begun < 120_000) {
		const before = cpuOf(watcher);
		await delay(3000);
		if (cpuOf(watcher) - before < 0.5) break;
	}
	return watcher;
}

async function stop(watcher: ChildProcess): Promise<void> {
	const ended = new Promise(resolve => watcher.once('exit', resolve));
	watcher.kill('SIGTERM');
	await ended;
}

/** Seconds of user and system time, also of what it started; proc(5), in hundredths. */
function cpuOf({pid}: Pick<ChildProcess, 'pid'>): number {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		// utime, stime, and those of children that have ended.
		const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
		return childrenOf(pid).reduce((sum, child) => sum + cpuOf({pid: child}), own);
	} catch {
		// It has ended meanwhile.
		return 0;
	}
}

/** Megabytes: of the process all, of what it started what is not the same program in memory. */
function heldBy({pid}: ChildProcess): number {
	const own = memoryOf(pid, 'VmRSS');
	return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child, 'RssAnon'), own);
}

function childrenOf(pid: number | undefined): readonly number[] {
	const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
	return text === '' ? [] : text.split(' ').map(Number);
}

function memoryOf(pid: number | undefined, field: 'VmRSS' | 'VmHWM' | 'RssAnon'): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}
