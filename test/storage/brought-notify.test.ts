import {expect, test} from 'vitest';
import type {NotifySettings, NotifyState, Told} from '../../source/notify/notify-state.js';
import {broughtNotify} from '../../source/storage/brought-notify.js';

const [ada, bob] = ['ada@acme.com', 'bob@acme.com'];
const gone = (grant: string, at: number, state = 'gone'): readonly [string, Told] => [
	JSON.stringify([grant, 'renewal']),
	{kind: 'renewal', title: 'Gone', state, grant, at},
];
const stateOf = (
	settings: NotifySettings,
	...told: readonly (readonly [string, Told])[]
): NotifyState => ({settings, told: Object.fromEntries(told)});
const bring = (here: NotifyState, {settings, told}: NotifyState, isReplacing = false) =>
	broughtNotify(here, {notify: settings, told}, {names: new Set(['a', 'b']), isReplacing});
const to = (...some: readonly string[]): NotifySettings => ({to: some});

test('where nobody was named, it is as it was where it comes from', () => {
	const there = stateOf({to: [ada], through: 'a', relay: 'localhost:25'}, gone('a', 1));
	expect(bring(stateOf(to()), there)).toEqual(there);
	expect(bring(there, stateOf(to()))).toBeUndefined();
	expect(bring(there, there, true)).toBeUndefined();
});

test('what either store has told the same people counts as told, as it was told last', () => {
	const here = stateOf(to(ada, bob), gone('a', 5, 'later'), gone('b', 5), gone('c', 5));
	const there = stateOf(to(bob, ada), gone('a', 4), gone('b', 6, 'later'));
	expect(bring(here, there)).toEqual(
		stateOf(to(ada, bob), gone('a', 5, 'later'), gone('b', 6, 'later'), gone('c', 5)),
	);
});

test('of grants that are not brought, nothing is', () => {
	const there = stateOf(to(ada), gone('a', 1), gone('c', 1));
	expect(bring(stateOf(to(ada), gone('b', 1)), there)?.told).toEqual(
		Object.fromEntries([gone('b', 1), gone('a', 1)]),
	);
});

test.each([
	['others stay, and know nothing of it', to(bob), to(ada), false, undefined],
	['one of several is new', to(ada, bob), to(ada), false, undefined],
	['all of them were told, and others too', to(bob), to(ada, bob), false, ['h', 't']],
	[
		'others take their place, and know nothing of what was told here',
		to(bob),
		to(ada),
		true,
		['t'],
	],
	['one of those who were told here is left', to(ada, bob), to(ada), true, ['h', 't']],
])('whoever is named was told it: %s', (_, here, there, isReplacing, told) => {
	const after = bring(
		stateOf(here, gone('b', 1, 'h')),
		stateOf(there, gone('a', 1, 't')),
		isReplacing,
	);
	expect(after && Object.values(after.told).map(({state}) => state)).toEqual(told);
});

test('what could not be sent stays for the same settings only, and the last mail for all', () => {
	const failure = {at: 3, retryAt: 4, count: 1, tried: []};
	const last = {at: 2, through: 'a'};
	const here = {...stateOf(to(ada)), failure, last};
	const there = stateOf(to(ada), gone('a', 1));
	expect(bring(here, there)).toEqual({...there, failure, last});
	const other = stateOf({to: [ada], relay: 'localhost:25'});
	expect(bring(here, other, true)).toEqual({...other, last});
});

test('what is not by the rules is not brought', () => {
	const told = {x: {grant: 'a', title: 7}};
	const names = new Set(['a']);
	expect(
		broughtNotify(stateOf(to(ada)), {notify: to(ada), told}, {names, isReplacing: true}),
	).toBeUndefined();
});
