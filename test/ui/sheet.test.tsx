import stringWidth from 'string-width';
import {afterEach, beforeAll, expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import {openRecord, type State} from '../../source/checklist/state.js';
import type {StepId} from '../../source/checklist/step-id.js';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import {failureSheet} from '../../source/diagnosis/failure-sheet.js';
import {sheetLines} from '../../source/ui/format/sheet-lines.js';
import {atStep, namedStates, now, recordOf, stateOf} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const failed = namedStates['mail-failed'].records[0];
if (!failed) throw new Error('no record');
const {grant} = failed;

/** Exchange says no, and the token has nothing against it. */
const refused = diagnose(
	{
		stage: 'imap',
		protocol: 'imap',
		at: 'outlook.office365.com:993',
		message: 'NO AUTHENTICATE failed.',
		response: {status: 'NO'},
	},
	{
		provider: 'microsoft',
		mailbox: grant.mailbox,
		tenant: grant.tenant,
		clientId: grant.clientId,
		neededScopes: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
		token: {
			audience: 'https://outlook.office.com',
			scopes: ['IMAP.AccessAsUser.All'],
			tenant: grant.tenant,
			account: grant.mailbox,
			expiresAt: now / 1000 + 3000,
		},
		now: now / 1000,
		passed: ['name', 'connect', 'TLS', 'greeting', 'offers'],
	},
);

/** The failure of a step, whatever the step; what came before it was proved. */
function failedAt(step: StepId, more: Partial<Evidence> = {}): State {
	if (step === 'services') return atStep(namedStates['services-failed'], step);
	const known = Object.fromEntries(
		Object.entries(failed?.evidence ?? {}).filter(([id]) => id !== 'incoming'),
	);
	const record = recordOf(
		grant,
		{
			...known,
			[step]: {outcome: 'failed', summary: refused.title, diagnosis: refused, ...more},
		},
		{facts: failed?.facts},
	);
	return atStep(stateOf([record]), step);
}
const report = failed.evidence.incoming?.report;
const several = failedAt('incoming', {
	report:
		report?.type === 'incoming'
			? {...report, service: {...report.service, diagnosis: refused}}
			: undefined,
});

test('several causes at 80×24: what it is and how it is repaired first, the rest beneath', async () => {
	const {screen} = await openApp(several);
	expect(`\n${screen.frame()}\n`).toMatchInlineSnapshot(`
		"
		13  Test incoming, EVMail                        evmail@acme.com   Microsoft 365

		  imap  outlook.office365.com:993
		  ok       name       to greeting: 4 layers                                84 ms
		  ok       offers     XOAUTH2                                              20 ms
		  failed   sign in    NO AUTHENTICATE failed.                              88 ms

		Exchange refuses the token                                              possible
		Nothing speaks against the token itself. Exchange gives one answer for every
		fault; what is left is the mailbox or the tenant: IMAP switched off for
		evmail@acme.com, or a rule that refuses it.
		It said:   NO AUTHENTICATE failed.
		More than one cause is possible; 2 checks tell them apart (below, or h).

		An administrator of the mail service can repair it
		  1  Connect-ExchangeOnline -Organization 3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		  2  Get-CASMailbox -Identity evmail@acme.com | fl ImapEnabled,PopEnabled
		  3  Set-CASMailbox -Identity evmail@acme.com -ImapEnabled $true -PopEnabled
		     $true
		  4  It can take an hour until the change counts.

		… 17 more lines, PgDn

		enter again · 1-4 copy · h sheet · t transcript · ? help · esc back
		"
	`);
	await press(screen, 'pagedown', 'pagedown');
	expect(screen.frame()).toContain('It can be, and is told by:');
	expect(screen.frame()).toContain('ImapEnabled is False in the answer of Get-CASMailbox');
	expect(screen.frame()).toContain('Checked, and in order:');
});

test.each<StepId>(['services', 'sign-in', 'incoming', 'outgoing'])(
	'h on the failed step %s opens its sheet, from its beginning',
	async step => {
		const {screen, store} = await openApp(failedAt(step));
		expect(screen.rows().at(-1)).toContain('h sheet');
		await press(screen, 'h');
		expect(store.getState().overlay).toEqual({type: 'sheet', step});
		expect(screen.rows()[0]).toContain('To hand over');
		expect(screen.frame()).toContain('The OAuth2 mail set-up of evmail@acme.com fails at');
		await press(screen, 'end', 'escape', 'h');
		expect(screen.frame()).toContain('The OAuth2 mail set-up of evmail@acme.com fails at');
	},
);

test('among fields, where h is a letter, ctrl+t opens the sheet', async () => {
	const {screen, store} = await openApp(failedAt('client'));
	await press(screen, 'ctrl+t');
	expect(store.getState().overlay).toEqual({type: 'sheet', step: 'client'});
	await press(screen, 'escape');
	expect(store.getState().overlay).toBeUndefined();
	const fine = await openApp(atStep(namedStates.registered, 'client'));
	await press(fine.screen, 'ctrl+t');
	expect(fine.store.getState().overlay).toBeUndefined();
});

test('where a step has not failed h opens nothing', async () => {
	for (const step of ['services', 'sign-in', 'incoming', 'outgoing'] as const) {
		const {screen, store} = await openApp(atStep(namedStates.complete, step));
		await press(screen, 'h');
		expect(store.getState().overlay).toBeUndefined();
		await screen.unmount();
	}
});

test('a sheet scrolls to its end and back, by lines, pages and at once', async () => {
	const {screen} = await openApp({...several, overlay: {type: 'sheet', step: 'incoming'}});
	const top = screen.frame();
	await press(screen, 'end');
	expect(screen.frame()).toContain('No password, secret or token stands in this sheet.');
	await press(screen, 'home');
	expect(screen.frame()).toBe(top);
	await press(screen, 'down', 'down', 'up', 'up');
	expect(screen.frame()).toBe(top);
	await press(screen, 'pagedown');
	expect(screen.frame()).not.toBe(top);
	await press(screen, 'pageup');
	expect(screen.frame()).toBe(top);
});

test('c copies the whole sheet, unwrapped, however little of it is shown', async () => {
	const {screen, calls} = await openApp(
		{...several, overlay: {type: 'sheet', step: 'incoming'}},
		{columns: 40, rows: 12},
	);
	await press(screen, 'c');
	const record = openRecord(several);
	const text = record && failureSheet(record, 'incoming', several.providers);
	expect(calls.at(-1)).toEqual(['copy', 'Sheet to hand over', text]);
	expect(text).toContain(
		'ImapEnabled is False in the answer of Get-CASMailbox -Identity evmail@acme.com | fl ImapEnabled,PopEnabled',
	);
	expect(text).toContain('Name, connection, TLS, greeting and offered methods');
});

test('lines that are too long go on beneath themselves, none is lost', () => {
	const text = `Title\n\n   1. ${'word '.repeat(40)}end\n  - ${'x'.repeat(120)}\n  a   b`;
	const lines = sheetLines(text, 40).map(spans => spans.map(span => span.text).join(''));
	for (const row of lines) expect(stringWidth(row)).toBeLessThanOrEqual(40);
	expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
	expect(lines[3]).toMatch(/^ {6}word/);
	expect(lines.at(-1)).toBe('  a   b');
});
