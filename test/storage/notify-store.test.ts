import {chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type NotifyState, nobodyIsTold} from '../../source/notify/notify-state.js';
import {openNotifyStore} from '../../source/storage/notify-store.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

function open() {
	const directory = path.join(temporaryDirectory(), 'config');
	return {
		directory,
		file: path.join(directory, 'notify.json'),
		store: openNotifyStore({directory}),
	};
}

const told = {kind: 'renewal', title: 'Gone', state: 'gone', grant: 'a', at: 1} as const;
const state: NotifyState = {
	settings: {to: ['a@acme.com'], through: 'a', relay: 'localhost:25', from: 'b@acme.com'},
	told: {'["a","renewal"]': told},
	last: {at: 2, through: 'a', isTest: true},
	failure: {at: 3, retryAt: 4, count: 1, tried: [{through: 'a', why: 'Refused'}], host: 'mail7'},
};

test('without a file nobody is told, and reading makes none', async () => {
	const {store, directory, file} = open();
	expect(await store.read()).toEqual(nobodyIsTold);
	expect(existsSync(directory)).toBe(false);
	await store.update(latest => ({...latest}));
	expect(existsSync(file)).toBe(false);
});

test('what is kept comes back, for another process too, in a file of the owner', async () => {
	const {store, directory, file} = open();
	await store.update(() => state);
	expect(await openNotifyStore({directory}).read()).toEqual(state);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	await store.update(({failure: _, last: __, ...rest}) => ({...rest, settings: {to: []}}));
	expect(await store.read()).toEqual({settings: {to: []}, told: state.told});
});

test('what is not by the rules is left out, what a later version keeps stays', async () => {
	const {store, directory, file} = open();
	mkdirSync(directory, {mode: 0o700});
	const raw = {
		version: 1,
		later: 'x',
		settings: {to: ['a@acme.com', 'no address'], relay: 'nowhere', from: 7, through: 'a\u001B[2J'},
		told: {good: told, bad: {title: 'x'}},
		last: 'yesterday',
		failure: {at: 3},
	};
	writeFileSync(file, JSON.stringify(raw), {mode: 0o600});
	expect(await store.read()).toEqual({
		settings: {to: ['a@acme.com'], through: 'a'},
		told: {good: told},
	});
	await store.update(latest => ({...latest, settings: {to: ['b@acme.com']}}));
	expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
		later: 'x',
		settings: {to: ['b@acme.com']},
	});
});

test('a file that is damaged, or that others can change, is told and left as it is', async () => {
	const {store, directory, file} = open();
	mkdirSync(directory, {mode: 0o700});
	writeFileSync(file, '{"version": 1, "sett', {mode: 0o600});
	await expect(store.read()).rejects.toThrow(file);
	await expect(store.update(() => state)).rejects.toThrow(file);
	expect(readFileSync(file, 'utf8')).toBe('{"version": 1, "sett');
	writeFileSync(file, '{"version": 1}');
	chmodSync(file, 0o666);
	await expect(store.read()).rejects.toThrow('notify.json');
});

test('one at a time; whoever waits can be stopped', async () => {
	const {store} = open();
	const first = Promise.withResolvers<void>();
	const {signal} = new AbortController();
	const running = store.exclusively(() => first.promise, {signal});
	const waiting = new AbortController();
	const second = store.exclusively(async () => 'second', {signal: waiting.signal});
	waiting.abort(new Error('stopped'));
	await expect(second).rejects.toThrow('stopped');
	const third = store.exclusively(async () => 'third', {signal});
	first.resolve();
	await running;
	expect(await third).toBe('third');
});
