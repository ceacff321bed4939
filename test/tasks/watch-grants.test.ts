import {expect, test} from 'vitest';
import {renewAt} from '../../source/refresh/due.js';
import {watchWorld} from './watch-world.js';

test('a token is renewed before it ends, its file replaced, the command run', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	const first = world.stored.get('a')?.tokens?.accessToken;
	await world.start();
	expect(world.files.get('a')).toBe(first);
	expect(world.requests).toEqual([]);
	await world.pass(world.hourMs);
	expect(world.requests).toHaveLength(1);
	const renewed = world.told('renewed');
	expect(renewed).toMatchObject([{grant: 'a'}]);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	expect(world.files.get('a')).not.toBe(first);
	expect(world.commands).toEqual(['a /run/a']);
	await world.pass(23 * world.hourMs);
	expect(world.requests.length).toBeGreaterThanOrEqual(25);
	expect(world.requests.length).toBeLessThanOrEqual(32);
	await world.stop();
	expect(world.timers.size).toBe(0);
	expect(world.events.at(-1)?.event).toBe('stopped');
});

test('thousands that are all due begin eight together, forty a second', async () => {
	const names = Array.from({length: 2000}, (_, index) => `grant-${index}`);
	const world = watchWorld(names);
	for (const name of names) world.signIn(name, world.now() - 0.97 * world.hourMs);
	await world.start();
	await world.pass(60_000);
	expect(world.files.size).toBe(2000);
	expect(new Set(world.requests.map(({name}) => name)).size).toBe(2000);
	expect(world.requests).toHaveLength(2000);
	expect(world.busiest()).toBeLessThanOrEqual(8);
	const perSecond = new Map<number, number>();
	for (const {at} of world.requests) {
		const second = Math.floor(at / 1000);
		perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
	}
	expect(Math.max(...perSecond.values())).toBe(40);
	// Each turn when the one before is over.
	const turns = new Set(world.requests.map(({at}) => at));
	expect(turns.size).toBe(2000 / 8);
	await world.stop();
});

test('while the server is down the token serves to its end, then its file goes; tries grow apart', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	world.setDown(true);
	await world.start();
	await world.pass(world.hourMs - 11_000);
	expect(world.files.has('a')).toBe(true);
	// Looking at it again and again is no news.
	expect(world.told('taken-over')).toEqual([]);
	expect(world.commands).toEqual([]);
	await world.pass(11_000);
	expect(world.files.has('a')).toBe(false);
	expect(world.told('ended')).toHaveLength(1);
	await world.pass(world.hourMs);
	const gaps = world.requests.slice(1).map(({at}, index) => at - (world.requests[index]?.at ?? 0));
	expect(gaps[0]).toBeLessThan(7000);
	for (const gap of gaps.slice(7)) expect(gap).toBeGreaterThan(200_000);
	expect(world.told('failed')).toHaveLength(world.requests.length);
	world.setDown(false);
	await world.pass(400_000);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	await world.stop();
});

test('while the store is away the token serves to its end, then its file goes; back, all is made up for', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	await world.start();
	world.setStoreAway(true);
	await world.pass(world.hourMs - 11_000);
	expect(world.files.has('a')).toBe(true);
	expect(world.requests).toEqual([]);
	await world.pass(11_000);
	expect(world.files.has('a')).toBe(false);
	await world.pass(world.hourMs);
	// Looked at again and again, and told once.
	expect(world.told('trouble')).toEqual([
		{event: 'trouble', grant: 'a', why: 'The store is away.', at: expect.any(Number)},
	]);
	expect(world.told('ended')).toHaveLength(1);
	expect(world.told('store-lost')).toHaveLength(1);
	world.setStoreAway(false);
	await world.pass(100);
	expect(world.told('store-back')).toHaveLength(1);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	await world.stop();
});

test('what only a person can repair is tried once, until something was changed', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	world.kill('a');
	await world.start();
	await world.pass(10 * world.hourMs);
	expect(world.requests).toHaveLength(1);
	expect(world.told('needs-person')).toHaveLength(1);
	expect(world.files.has('a')).toBe(false);
	world.revive('a');
	await world.pass(world.hourMs);
	expect(world.requests).toHaveLength(1);
	world.signIn('a');
	world.tokensChanged('a');
	await world.pass(1000);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	await world.pass(world.hourMs);
	expect(world.requests).toHaveLength(2);
	await world.stop();
});

test('grants come and go while it runs', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	world.signIn('b');
	await world.start();
	expect([...world.files.keys()]).toEqual(['a', 'b']);
	world.setGrants(['b', 'c']);
	world.signIn('c');
	world.changed();
	await world.settle();
	expect([...world.files.keys()]).toEqual(['b', 'c']);
	await world.pass(world.hourMs);
	expect(world.requests.map(({name}) => name).sort()).toEqual(['b', 'c']);
	expect(world.told('reloaded')).toMatchObject([{grants: 2}]);
	await world.stop();
});

test('of a grant that is removed nobody is missed for the tokens that go with it', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	world.signIn('b');
	await world.start();
	world.setGrants(['b']);
	world.stored.delete('a');
	world.changed();
	world.tokensChanged('a');
	world.signIn('b');
	world.tokensChanged('b');
	await world.settle();
	expect(world.told('needs-person')).toEqual([]);
	expect(world.told('removed')).toMatchObject([{grant: 'a'}]);
	await world.pass(1000);
	expect([...world.files]).toEqual([['b', world.stored.get('b')?.tokens?.accessToken]]);
	await world.stop();
});

test('a token that another process renewed is taken over, its own is no news', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	await world.start();
	await world.pass(1000);
	world.signIn('a');
	world.tokensChanged('a');
	await world.pass(1000);
	expect(world.told('taken-over')).toHaveLength(1);
	world.tokensChanged('a');
	await world.pass(1000);
	expect(world.told('taken-over')).toHaveLength(1);
	expect(world.requests).toEqual([]);
	await world.stop();
});

test.each([
	['back', -2],
	['forward', 2],
])('a clock that is set %s is noticed, and every token renewed', async (_, hours) => {
	const world = watchWorld(['a']);
	world.signIn('a');
	await world.start();
	await world.pass(60_000);
	world.setClock(hours * world.hourMs);
	await world.pass(60_000);
	expect(world.told('clock-set')).toMatchObject([{seconds: hours * 3600}]);
	expect(world.requests).toHaveLength(1);
	expect(world.stored.get('a')?.tokens?.obtainedAt).toBeGreaterThan(world.now() - 60_000);
	await world.stop();
});

test('only the named grants are kept, and a wrong name is told', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	world.signIn('b');
	await world.start(['b']);
	expect([...world.files.keys()]).toEqual(['b']);
	await world.stop();
	const wrong = watchWorld(['a']);
	await expect(Promise.all([wrong.start(['x']), wrong.stop()])).rejects.toThrow('no grant "x"');
});

test('what needs a person is told by one mail soon after, and once more when it is right again', async () => {
	const world = watchWorld(['a', 'b', 'c']);
	world.tell('admin@acme.com');
	for (const name of ['a', 'b', 'c']) world.signIn(name, world.now() - 0.97 * world.hourMs);
	world.kill('a');
	world.kill('b');
	await world.start();
	await world.pass(29_000);
	expect(world.told('needs-person')).toHaveLength(2);
	expect(world.mails).toEqual([]);
	await world.pass(2000);
	expect(world.mails).toMatchObject([
		{user: 'evmail@acme.com', subject: expect.stringMatching(/^\[mailgrant mail7\] 2 grants: /)},
	]);
	expect(world.told('told')).toMatchObject([{to: ['admin@acme.com'], through: 'c'}]);
	await world.pass(24 * world.hourMs);
	expect(world.mails).toHaveLength(1);
	for (const name of ['a', 'b']) {
		world.revive(name);
		world.signIn(name);
		world.tokensChanged(name);
	}
	await world.pass(31_000);
	expect(world.mails[1]?.subject).toBe('[mailgrant mail7] all is well again: 2 grants');
	await world.pass(24 * world.hourMs);
	expect(world.mails).toHaveLength(2);
	await world.stop();
	expect(world.timers.size).toBe(0);
});

test('a mail that can not be sent is tried ever more rarely, and disturbs no refresh', async () => {
	const world = watchWorld(['a', 'b']);
	world.tell('admin@acme.com');
	world.signIn('a');
	world.signIn('b');
	world.kill('a');
	world.setDeaf(true);
	await world.start();
	await world.pass(10 * world.hourMs);
	const tries = world.told('not-told').map(({at}) => at);
	const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
	expect(gaps.slice(0, 4)).toEqual([60_000, 120_000, 240_000, 480_000]);
	expect(Math.max(...gaps)).toBe(world.hourMs);
	expect(tries.length).toBeLessThan(20);
	expect(world.told('renewed').length).toBeGreaterThanOrEqual(10);
	world.setDeaf(false);
	await world.pass(world.hourMs);
	expect(world.mails).toHaveLength(1);
	await world.stop();
});

test('whoever is named while it runs is told, and nothing is looked at before', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	world.signIn('b');
	world.kill('a');
	await world.start();
	await world.pass(2 * world.hourMs);
	expect(world.mails).toEqual([]);
	world.tell('admin@acme.com');
	await world.pass(61_000);
	expect(world.mails).toHaveLength(1);
	await world.stop();
});

test('grants that fail one after the other over an hour make no mail each', async () => {
	const names = Array.from({length: 60}, (_, index) => `grant-${index}`);
	const world = watchWorld([...names, 'good']);
	world.tell('admin@acme.com');
	world.signIn('good');
	for (const [index, name] of names.entries()) {
		world.signIn(name, world.now() - (index / 60) * world.hourMs);
		world.kill(name);
	}
	await world.start();
	await world.pass(2 * world.hourMs);
	expect(world.told('needs-person')).toHaveLength(60);
	expect(world.mails.length).toBeLessThanOrEqual(6);
	await world.stop();
});

test('at the start the files of grants that are gone go, not those of grants that were not asked for', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	for (const name of ['b', 'gone']) world.files.set(name, 'token');
	await world.start(['a']);
	expect([...world.files.keys()].sort()).toEqual(['a', 'b']);
	expect(world.told('swept')).toMatchObject([{files: 1}]);
	await world.stop();
});

test('while no process can look at them, tokens serve to their end; it is told once, and made up for', async () => {
	const world = watchWorld(['a', 'b']);
	world.signIn('a');
	world.signIn('b');
	await world.start();
	world.setLost('it does not start');
	await world.pass(world.hourMs - 11_000);
	expect(world.files.size).toBe(2);
	await world.pass(11_000);
	expect(world.files.size).toBe(0);
	expect(world.told('ended')).toHaveLength(2);
	await world.pass(60_000);
	const whys = world.events.flatMap(event => (event.event === 'trouble' ? event.why : []));
	expect(whys.filter(why => why === 'it does not start')).toHaveLength(1);
	expect(new Set(whys)).toEqual(
		new Set(['it does not start', 'the admin was not told: it does not start']),
	);
	expect(world.requests).toEqual([]);
	world.setLost(undefined);
	await world.pass(5001);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	expect(world.files.size).toBe(2);
	await world.stop();
	expect(world.timers.size).toBe(0);
});

test('while a process can not open the store, tokens serve to their end; a minute after it can, all is made up for', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	await world.start();
	world.setUnopened('No key.');
	await world.pass(world.hourMs - 11_000);
	expect(world.files.has('a')).toBe(true);
	expect(world.told('trouble').filter(event => 'grant' in event)).toMatchObject([{why: 'No key.'}]);
	await world.pass(11_000);
	expect(world.files.size).toBe(0);
	world.setLost(undefined);
	await world.pass(60_000);
	expect(world.files.get('a')).toBe(world.stored.get('a')?.tokens?.accessToken);
	await world.stop();
});

test('settings that no process could read are read again', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	await world.start();
	world.setGrants(['a', 'b']);
	world.signIn('b');
	world.setLost('killed', 7000);
	world.changed();
	await world.settle();
	expect(world.told('trouble')).toMatchObject([{why: 'killed'}]);
	world.setLost(undefined);
	await world.pass(6999);
	expect(world.told('reloaded')).toEqual([]);
	await world.pass(1);
	expect(world.told('reloaded')).toMatchObject([{grants: 2}]);
	expect(world.files.has('b')).toBe(true);
	world.setLost('killed again', 7000);
	world.changed();
	await world.settle();
	await world.stop();
	expect(world.timers.size).toBe(0);
});

test('with a process at work what is due soon is renewed too, three minutes early at most', async () => {
	const names = Array.from({length: 300}, (_, index) => `grant-${index}`);
	const world = watchWorld(names);
	const signedInAt = world.now();
	for (const name of names) world.signIn(name);
	const dueAt = new Map(
		names.map(name => [
			name,
			renewAt(name, {obtainedAt: signedInAt, expiresAt: signedInAt + world.hourMs}),
		]),
	);
	await world.start();
	world.setAwake(true);
	await world.pass(world.hourMs);
	const early = world.requests.slice(0, 300).map(({name, at}) => (dueAt.get(name) ?? 0) - at);
	expect(new Set(world.requests.slice(0, 300).map(({name}) => name)).size).toBe(300);
	expect(Math.max(...early)).toBeLessThanOrEqual(180_000);
	expect(Math.min(...early)).toBeGreaterThan(150_000);
	expect(world.told('renewed').length).toBe(world.requests.length);
	await world.stop();
});

test('what waits for its next try is not looked at before, though a process is at work', async () => {
	const world = watchWorld(['a']);
	world.signIn('a');
	world.setAwake(true);
	world.setDown(true);
	await world.start();
	await world.pass(world.hourMs);
	expect(world.requests.length).toBeGreaterThan(3);
	// The first look of all, and at the end of the token one that asks for nothing.
	expect(world.looks()).toBeLessThanOrEqual(world.requests.length + 2);
	await world.stop();
});
