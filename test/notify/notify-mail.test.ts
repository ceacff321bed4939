import {expect, test} from 'vitest';
import {dayMs} from '../../source/calendar/ending.js';
import type {Matter} from '../../source/notify/matter.js';
import {notifyMail} from '../../source/notify/notify-mail.js';
import {testMail} from '../../source/notify/test-mail.js';
import {providers} from '../../source/providers/providers.js';
import {failing, grantOf, matters, now, revoked} from './helpers.js';

const host = {name: 'mail7', user: 'mailgrant', command: 'mailgrant --config /etc/mailgrant'};
const mail = (fresh: readonly Matter[], more: Partial<Parameters<typeof notifyMail>[0]> = {}) =>
	notifyMail({fresh, open: [], over: [], ...more}, {providers, host, now});
const dead = matters(grantOf('a'), failing());
const secret = (name: string) =>
	matters(grantOf(name, {secretExpires: new Date(now + 12 * dayMs).toISOString().slice(0, 10)}));

test('what failed, on which host and grant, what it means, who repairs it and how', () => {
	const {subject, text} = mail([...secret('b'), ...dead]);
	expect(subject).toBe('[mailgrant mail7] a: The sign-in was revoked, and 1 more');
	expect(text).toMatchInlineSnapshot(`
		"mailgrant on mail7, run by mailgrant, needs a person.

		1. The sign-in was revoked
		   Grant: a (a@acme.com, Microsoft 365)
		   Not renewed, at 2026-11-24 11:59 UTC. The access token serves until 2026-11-24 12:30 UTC.
		   What it means (certain): Somebody has withdrawn the consent.
		   The other side said: AADSTS50173: The grant has expired
		   Who can repair it: the owner of the mailbox
		     1. Sign in again: mailgrant --config /etc/mailgrant sign-in a.
		     2. Ask why.
		   Read on: https://learn.microsoft.com/x
		   To sign in: mailgrant --config /etc/mailgrant sign-in a

		2. Client Secret ends in 12 days (2026-12-06)
		   Grant: b (b@acme.com, Microsoft 365)
		   What to do: Make a new one in the portal before, enter it here and in ExtraView’s token form; the old one goes on until its day.
		   All that ends: mailgrant --config /etc/mailgrant status b

		Steps that are named by number are those of the checklist, on mail7: mailgrant --config /etc/mailgrant
		How all grants stand: mailgrant --config /etc/mailgrant status
		Who gets these messages: mailgrant --config /etc/mailgrant notify
		"
	`);
});

test('grants with the same trouble stand together', () => {
	const names = Array.from({length: 50}, (_, index) => `grant-${index}`);
	const said = (name: string) =>
		`AADSTS50173: revoked. Trace ID: 0${name.length}d1a9b4-1111-2222-3333-444455556666 2026-11-24`;
	const {subject, text} = mail(
		names.flatMap(name => matters(grantOf(name), failing({...revoked, said: said(name)}))),
	);
	expect(subject).toBe('[mailgrant mail7] 50 grants: The sign-in was revoked');
	expect(text).toContain('   50 grants:\n     grant-0 (grant-0@acme.com, Microsoft 365)\n');
	expect(text).toContain('     and 30 more\n');
	expect(text).toContain('mailgrant --config /etc/mailgrant sign-in NAME');
	expect(text.length).toBeLessThan(4000);
});

test('when all is well again it says so, with what is still open', () => {
	const over = [
		{kind: 'renewal', grant: 'a', title: revoked.title, state: '', at: now - dayMs},
	] as const;
	const well = mail([], {over});
	expect(well.subject).toBe('[mailgrant mail7] all is well again: a');
	expect(well.text).toContain(
		'Right again:\n   a: renewed again, after: The sign-in was revoked\n',
	);
	const partly = mail([], {over, open: secret('b')});
	expect(partly.subject).toBe('[mailgrant mail7] right again: a; 1 thing still open');
	expect(partly.text).toContain('Told before, and still so:\n   b: Client Secret ends in 12 days');
});

test('what a server said can neither break a line nor the subject', () => {
	const nasty = 'x\r\nBcc: all@acme.com\u001B[2J\u202E';
	const {subject, text} = mail(
		matters(grantOf('a'), failing({...revoked, title: nasty, said: nasty})),
	);
	expect(subject).toBe('[mailgrant mail7] a: x Bcc: all@acme.com');
	expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
	expect(text).not.toMatch(/^Bcc/m);
});

test('thousands of different troubles make no endless mail', () => {
	const many = Array.from({length: 3000}, (_, index) =>
		matters(grantOf(`g${index}`), failing({...revoked, cause: `Cause ${'x'.repeat(index % 100)}`})),
	).flat();
	expect(mail(many).text.length).toBeLessThan(60_000);
	expect(mail(many).text).toContain('And 85 more things: mailgrant --config /etc/mailgrant status');
	expect(mail([], {open: many}).text).toContain('and 2970 more');
});

test('a test message says where it comes from and through what', () => {
	const {subject, text} = testMail(host, 'evmail');
	expect(subject).toBe('[mailgrant mail7] test message');
	expect(text).toContain('mailgrant on mail7 can send you mail, through evmail.');
});
