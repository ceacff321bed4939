import {expect, test} from 'vitest';
import type {WatchEvent} from '../../source/refresh/watch-event.js';
import {createVitality} from '../../source/tasks/vitality.js';
import type {SupervisorNews} from '../../source/watch-port.js';

function world({everyMs}: {readonly everyMs?: number} = {everyMs: 150_000}) {
	let elapsed = 0;
	let needPerson = 0;
	const told: SupervisorNews[] = [];
	const events: WatchEvent[] = [];
	const supervisor = {
		everyMs,
		tell: (news: SupervisorNews) => void told.push(news),
		told: async () => {},
	};
	const vitality = createVitality({
		watch: {elapsed: () => elapsed, supervisor},
		log: event => void events.push(event),
		timeoutMs: 10_000,
		counts: () => ({fresh: 2, retried: 0, needPerson}),
	});
	return {
		vitality,
		told,
		events,
		alive: () => told.filter(({isAlive}) => isAlive).length,
		states: () => told.flatMap(({state}) => state ?? []),
		needsPerson: () => void needPerson++,
		/** The loop turns every 30 s. */
		pass(ms: number) {
			for (const end = elapsed + ms; elapsed < end; ) {
				elapsed += Math.min(30_000, vitality.longestSleepMs);
				vitality.turn();
			}
		},
	};
}

test('it is ready once every grant was looked at, and not before', () => {
	const {vitality, states, told} = world();
	const settings = vitality.begin();
	vitality.expect(['a', 'b', 'c']);
	vitality.seen('a');
	settings();
	const end = vitality.begin('b');
	vitality.turn();
	expect(states()).toEqual([]);
	end();
	expect(states()).toEqual([]);
	vitality.begin('c')();
	expect(states()).toEqual(['ready']);
	expect(told.at(-1)).toEqual({state: 'ready', isAlive: true, status: '2 grants fresh'});
});

test('without grants it is ready at once', () => {
	const {vitality, states} = world();
	const settings = vitality.begin();
	vitality.expect([]);
	settings();
	expect(states()).toEqual(['ready']);
});

test('a server that does not answer keeps nobody waiting for longer than a minute', () => {
	const {vitality, states, pass} = world();
	vitality.expect(['a']);
	vitality.begin('a');
	pass(30_000);
	expect(states()).toEqual([]);
	pass(30_000);
	expect(states()).toEqual(['ready']);
});

test('signs of life come twice in the time of the watchdog, a new state at once', () => {
	const {vitality, alive, told, pass, needsPerson} = world();
	vitality.expect([]);
	vitality.begin()();
	pass(3_600_000);
	expect(alive()).toBe(1 + 24);
	expect(told.filter(({isAlive}) => !isAlive)).toEqual([]);
	needsPerson();
	vitality.turn();
	expect(told.at(-1)).toEqual({status: '2 grants fresh, 1 needs a person'});
	needsPerson();
	vitality.turn();
	expect(told.at(-1)).toEqual({status: '2 grants fresh, 2 need a person'});
});

test('with a short watchdog the loop turns often enough', () => {
	const {vitality, alive, pass} = world({everyMs: 1000});
	expect(vitality.longestSleepMs).toBe(500);
	vitality.expect([]);
	vitality.begin()();
	pass(10_000);
	expect(alive()).toBeGreaterThanOrEqual(10);
});

test('work that never ends ends the signs of life, though the loop turns', () => {
	const {vitality, alive, pass, events} = world();
	vitality.expect([]);
	vitality.begin()();
	const end = vitality.begin('stuck');
	pass(600_000);
	const before = alive();
	expect(before).toBe(1 + 4);
	pass(900_000);
	expect(alive()).toBe(before);
	expect(events).toEqual([
		{event: 'trouble', grant: 'stuck', why: expect.stringMatching(/has not ended for \d+ min/)},
	]);
	end();
	pass(150_000);
	expect(alive()).toBe(before + 1);
});

test('nothing but its end is told after it began to stop', () => {
	const {vitality, told, pass} = world();
	vitality.expect([]);
	vitality.begin()();
	vitality.reloading();
	vitality.reloaded();
	vitality.stopping();
	const before = told.length;
	expect(told.flatMap(({state}) => state ?? [])).toEqual([
		'ready',
		'reloading',
		'ready',
		'stopping',
	]);
	pass(600_000);
	vitality.reloading();
	expect(told).toHaveLength(before);
});

test('without a supervisor nothing limits its sleep', () => {
	const vitality = createVitality({
		watch: {elapsed: () => 0},
		log: () => {},
		timeoutMs: 1,
		counts: () => ({fresh: 0, retried: 0, needPerson: 0}),
	});
	expect(vitality.longestSleepMs).toBe(Number.POSITIVE_INFINITY);
	vitality.turn();
	vitality.stopping();
});
