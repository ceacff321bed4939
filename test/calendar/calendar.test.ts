import {describe, expect, test} from 'vitest';
import {dayMs, type Ending, nearestOf, nearnessOf} from '../../source/calendar/ending.js';
import {endingText} from '../../source/calendar/ending-text.js';
import {endingsOf} from '../../source/calendar/endings-of.js';
import {monitor} from '../../source/calendar/monitor.js';
import {prometheus} from '../../source/calendar/prometheus.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {providers} from '../../source/providers/providers.js';
import {namedStates, now} from '../helpers/named-states.js';

const [complete] = namedStates.complete.records;
if (!complete) throw new Error('the named state has a grant');
const record: GrantRecord = complete;
const withGrant = (changes: Partial<GrantRecord['grant']>): GrantRecord => ({
	...record,
	grant: {...record.grant, ...changes},
});
const inDays = (days: number) => new Date(now + days * dayMs).toISOString().slice(0, 10);
const ids = (of: GrantRecord) => endingsOf(of, providers).map(({id}) => id);

const ending = (days: number, more: Partial<Ending> = {}): Ending => ({
	id: 'client-secret',
	title: 'Client Secret',
	endsAt: now + days * dayMs,
	about: '',
	...more,
});

describe('nearness', () => {
	test.each([
		[31, 'far'],
		[30, 'soon'],
		[15, 'soon'],
		[14, 'near'],
		[8, 'near'],
		[7, 'close'],
		[0.1, 'close'],
		[0, 'ended'],
		[-3, 'ended'],
	])('%d days before the end it is %s', (days, nearness) => {
		expect(nearnessOf(ending(days), now)).toBe(nearness);
	});

	test('what is renewed by itself counts only when no renewal came', () => {
		expect(nearnessOf(ending(20, {isRenewed: true}), now)).toBe('far');
		expect(nearnessOf(ending(6, {isRenewed: true}), now)).toBe('close');
	});

	test('news never come near', () => {
		expect(nearnessOf(ending(-10, {isNews: true}), now)).toBe('far');
	});

	test('of several the nearest counts', () => {
		expect(nearestOf([ending(100), ending(13), ending(25)], now)).toBe('near');
		expect(nearestOf([], now)).toBe('far');
	});
});

describe('what ends', () => {
	test('the nearest first, with what puts it off', () => {
		const endings = endingsOf(record, providers);
		expect(endings.map(({endsAt}) => endsAt)).toEqual(
			endings.map(({endsAt}) => endsAt).toSorted((one, other) => one - other),
		);
		expect(endings.find(({id}) => id === 'refresh-token')).toMatchObject({
			endsAt: (record.facts.tokens?.obtainedAt ?? 0) + 90 * dayMs,
			isRenewed: true,
		});
		expect(endings.find(({id}) => id === 'client-secret')?.endsAt).toBe(Date.UTC(2028, 10, 24));
	});

	test('certificates of hosts end when they say, whenever they were looked at', () => {
		const {services} = record.evidence;
		const lookedAt = (at: number) => ({
			...record,
			evidence: {...record.evidence, ...(services && {services: {...services, at}})},
		});
		for (const at of [now, now - 30 * dayMs]) {
			const found = endingsOf(lookedAt(at), providers).find(
				({title}) => title === 'Certificate of outlook.office365.com:993',
			);
			expect(found && endingText(found, now)).toBe(
				'Certificate of outlook.office365.com:993 ends in 214 days (2027-06-25)',
			);
		}
	});

	test('an access token ends something only when no refresh token came', () => {
		expect(ids(record)).not.toContain('access-token');
		const {tokens} = record.facts;
		const last = tokens && {...tokens, hasRefreshToken: false};
		expect(ids({...record, facts: {...record.facts, tokens: last}})).toContain('access-token');
	});

	test('a sign-in that was revoked has ended, and somebody must sign in', () => {
		const failing = (step: string, needsPerson = true): GrantRecord => ({
			...record,
			facts: {
				...record.facts,
				renewalFailure: {at: now - dayMs, title: 'The sign-in was revoked', needsPerson, step},
			},
		});
		const signInOf = (of: GrantRecord) =>
			endingsOf(of, providers).filter(({id}) => id === 'refresh-token');
		expect(signInOf(failing('sign-in'))).toEqual([
			{
				id: 'refresh-token',
				title: 'Sign-in',
				endsAt: now - dayMs,
				about:
					'The sign-in was revoked: somebody has to sign in again, in step 8 or by mailgrant sign-in NAME.',
			},
		]);
		// A wrong secret, or a server that is away, ends no sign-in.
		for (const other of [failing('client'), failing('sign-in', false)]) {
			expect(signInOf(other)).toMatchObject([{title: 'Sign-in, when unused'}]);
		}
	});

	test('a sign-in of a Google app in Testing ends a week after it', () => {
		const google = withGrant({provider: 'google', testing: 'yes'});
		expect(endingsOf(google, providers)).toContainEqual(
			expect.objectContaining({
				title: 'Sign-in, app in Testing',
				endsAt: (record.evidence['sign-in']?.at ?? 0) + 7 * dayMs,
			}),
		);
		// Microsoft knows no such thing.
		expect(JSON.stringify(endingsOf(withGrant({testing: 'yes'}), providers))).not.toContain(
			'Testing',
		);
	});

	test('the end of EWS concerns who asks for its scope; to all others it is news', () => {
		const of = (grant: GrantRecord) =>
			endingsOf(grant, providers).find(({title}) => title === 'Exchange Web Services');
		expect(of(record)?.isNews).toBe(true);
		const scope = 'https://outlook.office.com/EWS.AccessAsUser.All';
		expect(of(withGrant({scope}))?.isNews).toBeUndefined();
	});
});

describe('the monitor', () => {
	test('all is well: code 0 and the days of each', () => {
		const {code, line} = monitor([record], providers, now);
		expect(code).toBe(0);
		expect(line).toMatch(
			/^MAILGRANT OK - 1 grant, nothing ends soon \| .*'evmail@acme\.com Client Secret'=731;30:;7:/,
		);
	});

	test('a renewal that needs a person is critical and said once, one that waits for the network warns without a token', () => {
		const failing = (needsPerson: boolean, expiresAt: number): GrantRecord => ({
			...record,
			facts: {
				...record.facts,
				tokens: record.facts.tokens && {...record.facts.tokens, expiresAt},
				renewalFailure: {at: now - 1, title: 'Gone', needsPerson, step: 'sign-in'},
			},
		});
		const of = (...given: Parameters<typeof failing>) =>
			monitor([failing(...given)], providers, now);
		expect(of(true, now + 1)).toMatchObject({
			code: 2,
			line: expect.stringMatching(/CRITICAL - evmail@acme\.com: a person is needed: Gone \|/),
		});
		expect(of(false, now + 1).code).toBe(0);
		expect(of(false, now)).toMatchObject({
			code: 1,
			line: expect.stringContaining('WARNING - evmail@acme.com: not renewed: Gone |'),
		});
	});

	test('that the admin could not be told is a warning', () => {
		expect(monitor([record], providers, now, 'a: refused').line).toMatch(
			/^MAILGRANT WARNING - no mail to the admin: a: refused \|/,
		);
	});

	test.each([
		[25, 1, 'WARNING'],
		[10, 1, 'WARNING'],
		[3, 2, 'CRITICAL'],
		[-5, 2, 'CRITICAL'],
	])('a secret that ends in %d days: code %d', (days, code, word) => {
		const found = monitor([withGrant({secretExpires: inDays(days)})], providers, now);
		expect(found.code).toBe(code);
		expect(found.line).toContain(`MAILGRANT ${word} - evmail@acme.com: Client Secret end`);
	});

	test('a failed step is critical, whatever the days', () => {
		const failed = namedStates['mail-failed'].records;
		expect(monitor(failed, providers, now)).toMatchObject({
			code: 2,
			line: expect.stringContaining('1 step has failed'),
		});
	});

	test('without a grant nothing is known', () => {
		expect(monitor([], providers, now).code).toBe(3);
	});

	test('a name with what the form of the line is made of breaks no line', () => {
		const odd = withGrant({name: "it's|a=b", secretExpires: inDays(3)});
		const {line} = monitor([odd], providers, now);
		expect(line.split('|')).toHaveLength(2);
		expect(line).toContain("'it_s_a_b Client Secret'=");
	});
});

test('days are told in words', () => {
	expect(endingText(ending(12.5), now)).toMatch(/^Client Secret ends in 12 days \(2026-12-0\d\)$/);
	expect(endingText(ending(1.2), now)).toContain('in 1 day (');
	expect(endingText(ending(0.2), now)).toContain('today');
	expect(endingText(ending(-1), now)).toContain('ended');
});

test('a textfile collector gets times, steps and escaped names', () => {
	const text = prometheus([withGrant({name: 'a"b\\c'})], providers, now);
	expect(text).toContain('# TYPE mailgrant_ending_timestamp_seconds gauge\n');
	expect(text).toContain(
		'mailgrant_ending_timestamp_seconds{grant="a\\"b\\\\c",ending="client-secret",title="Client Secret"} 1858636800\n',
	);
	expect(text).toMatch(/mailgrant_steps_failed\{grant="[^\n]*"\} 0\n/);
	expect(text.endsWith('\n')).toBe(true);
});
