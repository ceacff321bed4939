import fc from 'fast-check';
import {expect, test} from 'vitest';
import {backOffMs, isBackedOff} from '../../source/refresh/back-off.js';
import {isFresh, isUsable, renewAt} from '../../source/refresh/due.js';
import {fraction} from '../../source/refresh/fraction.js';
import {needsPerson} from '../../source/refresh/needs-person.js';
import type {RenewalFailure} from '../../source/renewal.js';

const now = Date.UTC(2026, 10, 24, 12);
const hour = 3_600_000;
const token = (obtainedAt: number, lifeMs = hour) => ({obtainedAt, expiresAt: obtainedAt + lifeMs});

test('a token is renewed between ten and five minutes before it ends', () => {
	const times = Array.from({length: 1000}, (_, index) =>
		Math.round((now + hour - renewAt(`grant ${index}`, token(now))) / 1000),
	);
	expect(Math.min(...times)).toBeGreaterThanOrEqual(300);
	expect(Math.max(...times)).toBeLessThanOrEqual(600);
	// Evenly spread: each minute gets about its fifth.
	for (let minute = 5; minute < 10; minute++) {
		const here = times.filter(time => time >= minute * 60 && time < minute * 60 + 60).length;
		expect(here).toBeGreaterThan(150);
		expect(here).toBeLessThan(250);
	}
});

test('no token is fresh before it was obtained, nor near its end, however long it lives', () => {
	fc.assert(
		fc.property(
			fc.string(),
			fc.integer({min: 0, max: 400 * 24 * hour}),
			fc.integer({min: -2 * hour, max: 400 * 24 * hour}),
			(name, lifeMs, ageMs) => {
				const tokens = token(now - ageMs, lifeMs);
				if (isFresh(name, tokens, now)) {
					expect(ageMs).toBeGreaterThanOrEqual(-60_000);
					expect(tokens.expiresAt - now).toBeGreaterThanOrEqual(Math.min(300_000, lifeMs / 5));
				}
				if (isUsable(tokens, now)) expect(tokens.expiresAt - now).toBeGreaterThan(10_000);
			},
		),
	);
});

test('a clock that was set back makes no token live longer', () => {
	const tokens = token(now);
	expect(isFresh('a', tokens, now)).toBe(true);
	expect(isFresh('a', tokens, now - 30_000)).toBe(true);
	expect(isFresh('a', tokens, now - 61_000)).toBe(false);
	expect(isUsable(tokens, now - 61_000)).toBe(false);
	expect(isFresh('a', tokens, now + hour)).toBe(false);
});

test('waits grow to five minutes, and differ from grant to grant', () => {
	const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map(count => backOffMs('a', count) / 1000);
	for (const [index, wait] of waits.entries()) {
		const whole = Math.min(300, 5 * 2 ** index);
		expect(wait).toBeGreaterThanOrEqual(whole * 0.75);
		expect(wait).toBeLessThanOrEqual(whole * 1.25);
	}
	expect(backOffMs('a', 3)).not.toBe(backOffMs('b', 3));
});

test('a wait ends at its time, and at once when the clock was set back', () => {
	const failure = {at: now, retryAt: now + 5000} as RenewalFailure;
	expect(isBackedOff(failure, now)).toBe(true);
	expect(isBackedOff(failure, now + 4999)).toBe(true);
	expect(isBackedOff(failure, now + 5000)).toBe(false);
	expect(isBackedOff(failure, now - 1)).toBe(false);
});

test('only what the server itself refuses for good needs a person', () => {
	const diagnosis = {
		title: '',
		cause: '',
		fix: [],
		who: 'you',
		transient: false,
		confidence: 'certain',
		said: '',
	} as const;
	const refused = (oauth: object, isTransient = false) =>
		needsPerson({stage: 'refresh', message: '', oauth}, {...diagnosis, transient: isTransient});
	expect(refused({error: 'invalid_grant', httpStatus: 400})).toBe(true);
	expect(refused({error: 'invalid_client', httpStatus: 401})).toBe(true);
	expect(refused({error: 'invalid_grant', httpStatus: 400}, true)).toBe(false);
	expect(refused({error: 'anything', httpStatus: 429})).toBe(false);
	expect(refused({error: 'anything', httpStatus: 503})).toBe(false);
	expect(refused({httpStatus: 404, contentType: 'text/html'})).toBe(false);
	const local = {stage: 'refresh', message: 'There is no refresh token'} as const;
	expect(needsPerson(local, diagnosis)).toBe(true);
	expect(needsPerson({...local, code: 'ECONNREFUSED'}, diagnosis)).toBe(false);
});

test('fractions are spread over texts that differ by little', () => {
	const all = Array.from({length: 1000}, (_, index) => fraction(`evmail-${index}`));
	for (let tenth = 0; tenth < 10; tenth++) {
		const here = all.filter(value => Math.floor(value * 10) === tenth).length;
		expect(here).toBeGreaterThan(60);
		expect(here).toBeLessThan(140);
	}
});
