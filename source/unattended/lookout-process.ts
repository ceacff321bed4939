import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {statSync} from 'node:fs';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {UserError} from '../errors.js';
import {backOffMs} from '../refresh/back-off.js';
import {LookoutLost} from '../refresh/lookout-lost.js';
import type {LookoutAnswer, LookoutQuestion} from '../refresh/lookout-talk.js';
import {tokenStamp} from '../storage/token-stamp.js';
import type {Looked, Lookout, Watch} from '../watch-port.js';

type Child = ChildProcessByStdio<Writable, Readable, null>;

type Pending = {
	readonly settle: (answer: LookoutAnswer) => void;
	readonly lose: (error: LookoutLost) => void;
	readonly take?: (part: string) => void;
};

/** A process that has nothing to do ends after so long: what comes one after the other shares one. */
const lingerMs = 1000;
/** Where many grants are kept it stays for the next: to start it takes as long as to renew a hundred. */
const stayMs = 300_000;
const usualLimits = {
	/** Grants from which on it stays. */
	many: 2000,
	/** Questions after which a new one takes its place: memory that thousands of first looks have taken is not given back. */
	questions: 3000,
};
/** After this signal a process may still write down what came, and is waited for no longer. */
const lastMs = 1000;

/**
Looks at grants in a process of its own, which is started when there is something to look at and ends when there is nothing more: the network, the ciphers and thousands of secrets take several times the memory of the watcher itself. It reads the secrets by itself. A question is a line of JSON on its standard input, an answer one on its standard output.
*/
export function createLookoutProcess({
	command: [file, ...args],
	directory,
	signal,
	watch: {after, elapsed},
	limits = usualLimits,
}: {
	/** Starts `look-after`. */
	readonly command: readonly [string, ...string[]];
	/** Of the store. */
	readonly directory: string;
	/** Ends it. */
	readonly signal: AbortSignal;
	readonly watch: Pick<Watch, 'after' | 'elapsed'>;
	readonly limits?: typeof usualLimits;
}): Lookout {
	const pending = new Map<number, Pending>();
	let child: Child | undefined;
	let keepOn = () => {};
	/** It is at work, or was a moment ago. */
	let isAwake = false;
	let lastId = 0;
	/** Since the process was started. */
	let questions = 0;
	let grants = 0;
	let losses = 0;
	let lost: {readonly error: LookoutLost; readonly until: number} | undefined;
	/** Of the settings with which nobody was to be told. */
	let offStamp: string | undefined;

	function start(): Child {
		const started = spawn(file, args, {stdio: ['pipe', 'pipe', 'inherit']});
		let rest = '';
		started.stdin.on('error', () => {
			// It has ended, which is told by itself.
		});
		started.stdout.setEncoding('utf8').on('data', (part: string) => {
			const lines = (rest + part).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) hear(JSON.parse(line) as LookoutAnswer);
		});
		started.once('error', error => lose(started, `does not start: ${error.message}`));
		started.once('close', (code, name) => lose(started, `has ended with ${name ?? code}`));
		const end = () => {
			started.kill('SIGTERM');
			started.once(
				'close',
				after(lastMs, () => started.kill('SIGKILL')),
			);
		};
		signal.addEventListener('abort', end, {once: true});
		started.once('close', () => signal.removeEventListener('abort', end));
		return started;
	}

	function hear(answer: LookoutAnswer) {
		const question = pending.get(answer.id);
		if (!question) return;
		if ('part' in answer) return question.take?.(answer.part);
		losses = 0;
		pending.delete(answer.id);
		question.settle(answer);
		if (pending.size > 0) return;
		if (questions >= limits.questions) return letGo();
		keepOn = after(lingerMs, () => {
			isAwake = false;
			if (grants < limits.many) return letGo();
			keepOn = after(stayMs, letGo);
		});
	}

	/** It ends by itself. */
	function letGo() {
		child?.stdin.end();
		forget();
	}

	function forget() {
		child = undefined;
		isAwake = false;
		questions = 0;
	}

	function lose(which: Child, how: string) {
		// One that was let go owes nothing.
		if (which !== child) return;
		forget();
		keepOn();
		losses++;
		const retryMs = backOffMs(file, losses);
		const error = new LookoutLost(
			`the process that renews tokens ${how}; another is started in ${Math.round(retryMs / 1000)} s`,
			retryMs,
		);
		lost = {error, until: elapsed() + retryMs};
		const all = [...pending.values()];
		pending.clear();
		for (const each of all) each.lose(error);
	}

	function ask<Value>(question: LookoutQuestion, take?: (part: string) => void): Promise<Value> {
		if (lost && elapsed() < lost.until) return Promise.reject(lost.error);
		keepOn();
		if (signal.aborted) return Promise.reject(new LookoutLost('stopped', 0));
		child ??= start();
		isAwake = true;
		questions++;
		const id = ++lastId;
		const {promise, resolve, reject} = Promise.withResolvers<Value>();
		pending.set(id, {
			take,
			lose: reject,
			settle(answer) {
				if ('error' in answer) {
					const {message, nextSteps, exitCode} = answer.error;
					reject(new UserError(message, nextSteps, exitCode));
				} else resolve(('value' in answer ? answer.value : undefined) as Value);
			},
		});
		child.stdin.write(`${JSON.stringify({id, ...question})}\n`);
		return promise;
	}

	const stampOf = (grant: string) => tokenStamp(directory, grant);
	const settingsStamp = () => {
		const stats = statSync(path.join(directory, 'notify.json'), {throwIfNoEntry: false});
		return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'none';
	};

	return {
		async visit(take) {
			let visited = 0;
			await ask({verb: 'visit'}, part => {
				visited++;
				take(part);
			});
			grants = visited;
		},
		sweep: () => ask({verb: 'sweep'}),
		look: wish => ask<Looked>({verb: 'look', wish}),
		isCurrent: (grant, {stamp}) => stamp !== undefined && stampOf(grant) === stamp,
		async tellAdmin() {
			const stamp = settingsStamp();
			if (stamp === offStamp) return {is: 'off'};
			const done = await ask<Awaited<ReturnType<Lookout['tellAdmin']>>>({verb: 'tellAdmin'});
			offStamp = done.is === 'off' ? stamp : undefined;
			return done;
		},
		isAwake: () => isAwake,
	};
}
