import {expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {type StepId, stepNumber} from '../../source/checklist/step-id.js';
import {nextStep, progressOf, statusOf} from '../../source/checklist/step-status.js';
import {fitOf, steps} from '../../source/checklist/steps.js';
import {providers} from '../../source/providers/providers.js';
import {recordWith} from '../helpers/records.js';

const with_ = (record: GrantRecord, step: StepId, outcome: Evidence['outcome']): GrantRecord => ({
	...record,
	evidence: {
		...record.evidence,
		[step]: {at: 1, outcome, fits: fitOf(step, record, providers), summary: `${outcome} ${step}`},
	},
});
const after = (id: StepId) => `after ${stepNumber(id)}`;
const statuses = (record: GrantRecord | undefined) =>
	steps.map(({id}) => `${id}: ${statusOf(id, record, providers).is}`);

test('before there is a grant only the first step needs somebody', () => {
	expect(statuses(undefined)).toEqual([
		'provider: needs you',
		...steps.slice(1).map(({id}) => `${id}: waiting`),
	]);
	expect(nextStep(undefined, providers)).toBe('provider');
	expect(progressOf(undefined, providers)).toEqual({done: 0, failed: 0, of: steps.length});
});

test('a step waits for the one that it comes after', () => {
	const record = recordWith();
	expect(statusOf('sign-in', record, providers)).toEqual({is: 'waiting', summary: after('client')});
	const verified = with_(record, 'client', 'proved');
	expect(statusOf('sign-in', verified, providers).is).toBe('needs you');
	expect(statusOf('incoming', verified, providers)).toEqual({
		is: 'waiting',
		summary: after('sign-in'),
	});
});

test('evidence for other values is stale, and comes back with the values', () => {
	const record = with_(recordWith({clientId: 'one'}), 'client', 'proved');
	const changed = {...record, grant: {...record.grant, clientId: 'two'}};
	expect(statusOf('client', changed, providers).is).toBe('stale');
	expect(statusOf('sign-in', changed, providers).is).toBe('waiting');
	expect(statusOf('client', {...changed, grant: record.grant}, providers).is).toBe('done');
});

test('what was only looked at still needs somebody, and is forgotten with its values', () => {
	const bare = recordWith({}, {});
	const said = with_(with_(bare, 'client', 'proved'), 'sign-in', 'proved');
	const record = with_(with_(said, 'token-form', 'said'), 'evmail', 'open');
	expect(statusOf('evmail', record, providers)).toMatchObject({
		is: 'needs you',
		summary: 'open evmail',
	});
	expect(progressOf(record, providers)).toEqual(
		progressOf(with_(said, 'token-form', 'said'), providers),
	);
	const changed = {...record, grant: {...record.grant, emailFromAddress: 'a@acme.com'}};
	expect(statusOf('evmail', changed, providers)).toEqual({is: 'needs you', summary: ''});
});

test('From addresses that change make what was tried of them stale, their settings do not', () => {
	const record = with_(recordWith({emailFromUserId: 'a@acme.com'}), 'senders', 'proved');
	const is = (changes: Partial<GrantRecord['grant']>) =>
		statusOf('senders', {...record, grant: {...record.grant, ...changes}}, providers).is;
	expect(is({})).toBe('done');
	expect(is({adHocEmailFromAddress: 'A@acme.com'})).toBe('done');
	expect(is({adHocEmailFromAddress: 'b@acme.com'})).toBe('stale');
});

test('a new secret makes what it proved stale', () => {
	const secret = {masked: 'kQ8…', length: 40, setAt: 1};
	const record = with_(recordWith({}, {facts: {clientSecret: secret}}), 'client', 'proved');
	const changed = {...record, facts: {clientSecret: {...secret, setAt: 2}}};
	expect(statusOf('client', changed, providers).is).toBe('stale');
});

test('a failed step is where Enter goes, and its word is kept', () => {
	const record = with_(recordWith(), 'services', 'failed');
	expect(statusOf('services', record, providers)).toMatchObject({
		is: 'failed',
		summary: 'failed services',
	});
	expect(nextStep(record, providers)).toBe('services');
});

test('a direction that is not chosen is left out, and does not count', () => {
	const record = recordWith({outgoing: 'none'});
	expect(statusOf('outgoing', record, providers)).toEqual({
		is: 'left out',
		summary: 'no outgoing mail',
	});
	expect(statusOf('batchmail', record, providers).is).toBe('left out');
	expect(statusOf('senders', record, providers).is).toBe('left out');
	expect(progressOf(record, providers).of).toBe(steps.length - 3);
});

test('a custom provider needs its URLs and hosts before step 1 is done', () => {
	const record = recordWith({provider: 'custom'});
	expect(statusOf('provider', record, providers).summary).toBe(
		'missing: Authorization URL, Access Token URL, Scope, IMAP server, SMTP server',
	);
});

test('all steps done leaves nothing to go to', () => {
	const record = steps.reduce((so, {id}) => with_(so, id, 'proved'), recordWith());
	expect(nextStep(record, providers)).toBeUndefined();
	expect(progressOf(record, providers)).toEqual({
		done: steps.length,
		failed: 0,
		of: steps.length,
	});
});

test('a sign-in proves the registration, and the redirect URI unless ExtraView has one too', () => {
	const signedIn = (changes: Parameters<typeof recordWith>[0], road: 'browser' | 'device') => {
		const record = with_(with_(recordWith(changes), 'client', 'proved'), 'sign-in', 'proved');
		const report = {
			type: 'sign-in',
			road,
			flow: 'browser',
			grantedScopes: [],
			missingScopes: [],
			expiresAt: 1,
			hasRefreshToken: true,
		} as const;
		const evidence = record.evidence['sign-in'];
		return {
			...record,
			evidence: {...record.evidence, 'sign-in': evidence && {...evidence, report}},
		};
	};
	const is = (record: GrantRecord) =>
		(['register', 'redirect'] as const).map(id => statusOf(id, record, providers).is);
	expect(is(recordWith())).toEqual(['needs you', 'needs you']);
	expect(is(signedIn({}, 'browser'))).toEqual(['done', 'done']);
	expect(is(signedIn({}, 'device'))).toEqual(['done', 'needs you']);
	expect(is(signedIn({extraviewUrl: 'https://track.acme.com/evj'}, 'browser'))).toEqual([
		'done',
		'needs you',
	]);
});

test('the form of ExtraView is done for the values that were carried over, no others', () => {
	const secret = {masked: 'kQ8…', length: 40, setAt: 1};
	const bare = recordWith({clientId: 'one'}, {facts: {clientSecret: secret}});
	const signedIn = with_(with_(bare, 'client', 'proved'), 'sign-in', 'proved');
	const record = with_(signedIn, 'token-form', 'said');
	const is = (changed: GrantRecord) => statusOf('token-form', changed, providers).is;
	expect(is(record)).toBe('done');
	expect(is({...record, grant: {...record.grant, outgoing: 'none'}})).toBe('stale');
	expect(is({...record, facts: {clientSecret: {...secret, setAt: 2}}})).toBe('stale');
	expect(is({...record, grant: {...record.grant, testRecipient: 'ada@acme.com'}})).toBe('done');
});

test('the form of ExtraView is left out for a grant that ExtraView can\u2019t or shall not use', () => {
	const summary = (changes: Parameters<typeof recordWith>[0]) =>
		statusOf('token-form', recordWith(changes), providers).summary;
	expect(summary({provider: 'custom'})).toBe('no type in ExtraView\u2019s list');
	expect(summary({extraview: 'no'})).toBe('not for ExtraView');
	expect(summary({extraview: 'yes'})).toBe(after('sign-in'));
});
