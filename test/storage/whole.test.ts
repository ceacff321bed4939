import path from 'node:path';
import {expect, test} from 'vitest';
import {keyring} from '../../source/storage/keyring.js';
import {openNotifyStore} from '../../source/storage/notify-store.js';
import {localWhole} from '../../source/storage/whole.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {recordOf, storesIn} from './fixtures.js';

async function filled(grantWaitMs?: number) {
	const directory = path.join(temporaryDirectory(), 'config');
	const stores = storesIn(directory);
	for (const name of ['a', 'b']) await stores.grants.write(recordOf(name));
	return {
		...stores,
		notify: openNotifyStore({directory}),
		whole: localWhole({directory, key: keyring({directory}), grantWaitMs}),
	};
}

test('what the admin was told goes along, of the grants that do', async () => {
	const from = await filled();
	const to = await filled();
	const told = (grant: string) =>
		({kind: 'renewal', title: 'Gone', state: 'gone', grant, at: 1}) as const;
	const state = {settings: {to: ['ada@acme.com']}, told: {a: told('a'), gone: told('gone')}};
	await from.notify.update(() => state);
	await to.whole.put(await from.whole.read(), {isReplacing: true});
	expect(await to.notify.read()).toEqual({...state, told: {a: told('a')}});
});

test('what is copied waits for the refreshes that are under way', async () => {
	const {secrets, whole} = await filled();
	const begun = Promise.withResolvers<void>();
	const answer = Promise.withResolvers<void>();
	const order: string[] = [];
	const refreshing = secrets.exclusively('b', async () => {
		begun.resolve();
		await answer.promise;
		order.push('refreshed');
	});
	await begun.promise;
	const copying = whole.still(async () => order.push('copied'));
	// Both locks are asked for before anything else has a turn.
	await new Promise(setImmediate);
	answer.resolve();
	await Promise.all([refreshing, copying]);
	expect(order).toEqual(['refreshed', 'copied']);
});

test('no refresh begins meanwhile, not even of a grant that came just then', async () => {
	const {grants, secrets, whole} = await filled();
	const first = Promise.withResolvers<void>();
	const held = secrets.exclusively('a', () => first.promise);
	const order: string[] = [];
	const copied = whole.still(async () => {
		const refreshes = ['a', 'b', 'late'].map(name =>
			secrets.exclusively(name, async () => order.push(name), {
				// What a refresh does that has to wait.
				instead: () => order.push(`not ${name}`),
			}),
		);
		await Promise.all(refreshes);
	});
	await grants.write(recordOf('late'));
	first.resolve();
	await Promise.all([held, copied]);
	expect(order.sort()).toEqual(['not a', 'not b', 'not late']);
});

test('a refresh that does not end is named, and nothing is copied', async () => {
	const {secrets, whole} = await filled(50);
	await secrets.exclusively('b', () =>
		expect(whole.still(async () => expect.fail('copied'))).rejects.toThrow(
			`/grant-3e23e8160039594a.lock (process ${process.pid}`,
		),
	);
});
