import {EventEmitter} from 'node:events';
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {watchStore} from '../../source/unattended/store-changes.js';
import {createClock} from '../helpers/clock.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

type Listen = NonNullable<NonNullable<Parameters<typeof watchStore>[2]>['listen']>;

/** The watched directory, and what is told of it, one after the other. */
function place(listen?: Listen) {
	const directory = temporaryDirectory();
	mkdirSync(path.join(directory, 'tokens'));
	const told: string[] = [];
	let wake = () => {};
	const clock = createClock();
	const tell = (what: string) => {
		told.push(what);
		wake();
	};
	const leave = watchStore(
		directory,
		{settings: () => tell('settings'), tokens: key => tell(`tokens ${key}`)},
		listen && {listen, after: clock.after},
	);
	onTestFinished(leave);
	let count = 0;
	return {
		/** As the store writes: beside it, then in its place. */
		replace(name: string) {
			const file = path.join(directory, name);
			writeFileSync(`${file}.new`, String(count++));
			renameSync(`${file}.new`, file);
		},
		remove: (name: string) => rmSync(path.join(directory, name)),
		pass: clock.pass,
		told,
		async next(expected: string) {
			while (!told.includes(expected)) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
			return told.splice(0);
		},
	};
}

const quiet = () => Object.assign(new EventEmitter(), {close() {}});
const silent: Listen = quiet;
const key = 'abcdef0123456789';

test('the system tells of a change of settings, and of which tokens', async () => {
	const {replace, next} = place();
	replace('grants.json');
	await next('settings');
	replace(`tokens/${key}.enc`);
	await next(`tokens ${key}`);
});

test('tokens that change with the settings are told after them', async () => {
	const {replace, next} = place();
	replace('grants.json');
	replace(`tokens/${key}.enc`);
	expect(await next(`tokens ${key}`)).toEqual(['settings', `tokens ${key}`]);
	replace(`tokens/${key}.enc`);
	expect(await next(`tokens ${key}`)).toEqual([`tokens ${key}`]);
});

test('tokens that go are told after the settings that change with them', async () => {
	const {replace, remove, next} = place();
	replace(`tokens/${key}.enc`);
	await next(`tokens ${key}`);
	remove(`tokens/${key}.enc`);
	replace('grants.json');
	expect(await next(`tokens ${key}`)).toEqual(['settings', `tokens ${key}`]);
	replace(`tokens/${key}.enc`);
	await next(`tokens ${key}`);
	// Nothing else changes, as at a sign-out.
	remove(`tokens/${key}.enc`);
	expect(await next(`tokens ${key}`)).toEqual([`tokens ${key}`]);
});

test.each<[string, Listen]>([
	[
		'refuses to watch',
		() => {
			throw new Error('ENOSPC: no more watches');
		},
	],
	['watches and tells nothing, as on a network file system', silent],
	[
		'ends watching by itself',
		() => {
			const watcher = quiet();
			setImmediate(() => watcher.emit('error', new Error('gone')));
			return watcher;
		},
	],
])('changes are found all the same where the system %s', async (_, listen) => {
	const {replace, told, pass} = place(listen);
	// What ends by itself has ended.
	await new Promise(resolve => setImmediate(resolve));
	for (const name of ['grants.json', 'secrets.enc']) {
		replace(name);
		pass(14_999);
		expect(told.splice(0)).toEqual([]);
		pass(101);
		expect(told.splice(0)).toEqual(['settings']);
		pass(15_000 - 100);
	}
	expect(told).toEqual([]);
	replace(`tokens/${key}.enc`);
	pass(15_000);
	expect(told.splice(0)).toEqual(['tokens undefined']);
	pass(60_000);
	expect(told).toEqual([]);
});
