import {describe, expect, test} from 'vitest';
import {dayMs} from '../../source/calendar/ending.js';
import type {Matter} from '../../source/notify/matter.js';
import {newsOf} from '../../source/notify/news.js';
import type {NotifyState} from '../../source/notify/notify-state.js';
import {renamedIn} from '../../source/notify/renamed-in.js';
import {failing, grantOf, matters, now, revoked} from './helpers.js';

const grants = new Set(['a', 'b']);
const news = (
	some: readonly Matter[],
	told: NotifyState['told'] = {},
	all: ReadonlySet<string> = grants,
) => newsOf({matters: some, told, grants: all, now});
/** After the mail about these. */
const toldOf = (some: readonly Matter[]) => news(some).toldAfter;
const dead = matters(grantOf('a'), failing());
const secret = (days: number) => {
	const day = new Date(now + days * dayMs).toISOString().slice(0, 10);
	return matters(grantOf('b', {secretExpires: day}));
};

describe('what needs a person', () => {
	test('a renewal that only a person can repair, while the token still serves or not', () => {
		expect(dead).toMatchObject([
			{kind: 'renewal', title: 'The sign-in was revoked', servesUntil: now + 1_800_000},
		]);
		expect(matters(grantOf('a', {lastsMs: -1}), failing())).toMatchObject([
			{kind: 'renewal', servesUntil: undefined},
		]);
	});

	test('what may pass by itself is told only when there has been no token for an hour', () => {
		const temporary = (count: number) => failing(revoked, {count, retryAt: now + 60_000});
		const hour = 3_600_000;
		expect(matters(grantOf('a', {lastsMs: -hour + 1}), temporary(9))[0]).toMatchObject({
			isQuiet: true,
		});
		expect(matters(grantOf('a', {lastsMs: -hour}), temporary(4))[0]).toMatchObject({isQuiet: true});
		const stuck = matters(grantOf('a', {lastsMs: -hour}), temporary(5));
		expect(stuck[0]).toMatchObject({isStuck: true});
		expect(stuck[0]?.isQuiet).toBeUndefined();
	});

	test('what failed before something was changed here is neither told nor over', () => {
		expect(matters(grantOf('a'), failing(), '')[0]?.isQuiet).toBeUndefined();
		expect(matters(grantOf('a'), failing(), 'a new secret')[0]?.isQuiet).toBe(true);
	});

	test('nothing of a grant that is well, or that nobody has signed in', () => {
		expect(matters(grantOf('a'))).toEqual([]);
		expect(matters({...grantOf('a'), facts: {}})).toEqual([]);
	});

	test('a sign-in that was revoked is one thing, not also the end of the sign-in', () => {
		const facts = {
			renewalFailure: {at: now, title: revoked.title, needsPerson: true, step: 'sign-in'},
		};
		expect(matters(grantOf('a', {}, facts), failing()).map(({kind}) => kind)).toEqual(['renewal']);
	});

	test('an access token without a successor is no warning', () => {
		const {facts, ...rest} = grantOf('a');
		const last = facts.tokens && {...facts.tokens, hasRefreshToken: false};
		expect(matters({...rest, facts: {tokens: last}})).toEqual([]);
	});
});

describe('each thing is told once', () => {
	test('a failure, until it becomes another one', () => {
		expect(news(dead)).toMatchObject({isDue: true, fresh: dead, open: []});
		expect(news(dead, toldOf(dead))).toMatchObject({isDue: false, fresh: [], open: dead});
		const other = matters(
			grantOf('a'),
			failing({...revoked, id: 'secret-expired', title: 'Other'}),
		);
		expect(news(other, toldOf(dead)).fresh).toEqual(other);
	});

	test.each([
		[31, []],
		[29, ['soon']],
		[13, ['near']],
		[6, ['close']],
		[-2, ['ended']],
	])('%d days before an end', (days, states) => {
		expect(secret(days).map(({state}) => state)).toEqual(states);
	});

	test('an end at 30, 14 and 7 days, and when it is over: four times in all', () => {
		let told: NotifyState['told'] = {};
		const days = Array.from({length: 45}, (_, index) => 40 - index);
		const tellings = days.filter(day => {
			const {isDue, toldAfter, kept} = news(secret(day), told);
			told = isDue ? toldAfter : kept;
			return isDue;
		});
		expect(tellings).toEqual([29, 13, 6, -1]);
	});

	test('a day that was put off a little is no news, and is warned of anew', () => {
		const {isDue, kept} = news(secret(20), toldOf(secret(5)));
		expect(isDue).toBe(false);
		expect(news(secret(13), kept).isDue).toBe(true);
	});

	test('that it is right again', () => {
		const after = news([], toldOf(dead));
		expect(after).toMatchObject({isDue: true, fresh: [], over: [{grant: 'a', kind: 'renewal'}]});
		expect(after.toldAfter).toEqual({});
		expect(news([], after.toldAfter).isDue).toBe(false);
	});

	test('but not while another renewal still fails, nor while it is only not sure', () => {
		const both = [...dead, ...matters(grantOf('b'), failing())];
		expect(news(dead, toldOf(both)).isDue).toBe(false);
		expect(news([], toldOf(both)).over).toHaveLength(2);
		// After a repair the network is away: nothing is well yet.
		const away = matters(grantOf('a'), failing(revoked, {retryAt: now + 1}));
		expect(away[0]?.isQuiet).toBe(true);
		expect(news(away, toldOf(dead))).toMatchObject({isDue: false, over: []});
		expect(news([], news(away, toldOf(dead)).kept).isDue).toBe(true);
	});

	test('a grant that is gone is forgotten without a word', () => {
		const {isDue, kept} = news([], toldOf(dead), new Set(['b']));
		expect({isDue, kept}).toEqual({isDue: false, kept: {}});
	});

	test('a grant with a new name is the same grant', () => {
		const before = {settings: {to: ['x@acme.com'], through: 'a'}, told: toldOf(dead)};
		const after = renamedIn(before, 'a', 'b');
		expect(after.settings.through).toBe('b');
		expect(news(matters(grantOf('b'), failing()), after.told).isDue).toBe(false);
	});
});
