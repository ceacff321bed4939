import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {Secrets} from '../../source/secrets.js';
import {copyTree} from '../../source/storage/copy-tree.js';
import {unlock} from '../../source/storage/unlock.js';
import {createVault} from '../../source/storage/vault.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {cheap, storesWith, wishOf} from './key-kinds.js';

// Each starts many processes, which takes its time on a busy machine.
vi.setConfig({testTimeout: 60_000});

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const secret: Secrets = {
	clientSecret: {value: 'canary-secret', setAt: 1},
	// They lie in a file of their own, whose key is sealed anew.
	tokens: {
		accessToken: 'canary-access',
		refreshToken: 'canary-refresh',
		obtainedAt: 1,
		expiresAt: 2,
		scopes: [],
		flow: 'browser',
	},
};
const atOnce = 3;

/** Changes the key in a process of its own, which is killed at that write; gives the writes when it lives. */
async function change(directory: string, [from, to]: readonly [string, string], call: number) {
	const child = spawn(
		process.execPath,
		[
			...['--import', here('../helpers/typescript-hooks.js'), here('dying-child.ts')],
			...[directory, from, to, String(call)],
		],
		{stdio: ['ignore', 'pipe', 'inherit']},
	);
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		text += chunk;
	});
	const [code, signal] = await once(child, 'close');
	expect(call === 0 ? code : signal).toBe(call === 0 ? 0 : 'SIGKILL');
	return text.split('\n');
}

async function filled(kind: string) {
	const directory = path.join(temporaryDirectory(), 'config');
	const {secrets} = await storesWith(directory, []);
	await secrets.update('a', () => secret);
	if (kind !== '') {
		const key = await unlock({directory, environment: {}});
		await createVault({directory, environment: {}, key, cost: cheap}).rekey(
			wishOf(kind, directory),
		);
	}
	return directory;
}

// The first at every write (a kill leaves alike what is synced and what is not), the others at those
// that put something in its place.
test.each<[string, string, RegExp]>([
	['', 'new', /^(?!fsync)/],
	['', 'one', /^renameSync/],
	['one', 'two', /^renameSync/],
	['file', 'new', /^renameSync/],
])('killed at any write from key "%s" to "%s", a store opens', async (from, to, which) => {
	const whole = await filled(from);
	const copyOf = (call: number) => {
		const copy = path.join(path.dirname(whole), `killed-${call}`);
		copyTree(whole, copy);
		return copy;
	};
	const writes = await change(copyOf(0), [from, to], 0);
	expect(writes.length).toBeGreaterThan(15);
	const calls = writes.flatMap((write, index) => (which.test(write) ? [index + 1] : []));
	const left = calls.values();
	await Promise.all(
		Array.from({length: atOnce}, async () => {
			for (const call of left) {
				const directory = copyOf(call);
				await change(directory, [from, to], call);
				const files = readdirSync(directory).sort();
				const {secrets} = await storesWith(directory, [from, to]);
				expect(secrets.read('a'), `killed at ${writes[call - 1]}`).toEqual(secret);
				expect(readdirSync(directory).sort()).toEqual(files);
				await secrets.update('b', () => secret);
				expect(readdirSync(directory, {recursive: true}).join(' ')).not.toMatch(/next|new|lock/);
				const again = await storesWith(directory, [from, to]);
				expect(again.secrets.read('b')).toEqual(secret);
				expect(again.secrets.read('a')).toEqual(secret);
			}
		}),
	);
});
