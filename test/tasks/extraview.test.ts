import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {Sender} from '../../source/extraview/senders.js';
import {readRecord} from '../../source/tasks/grants.js';
import {
	keepAnswers,
	reviewProperties,
	reviewSpool,
	writeProperties,
} from '../../source/tasks/properties.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {shownTokenForm} from '../../source/tasks/token-form.js';
import {type SenderReport, trySenders} from '../../source/tasks/try-senders.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

let world: PracticeWorld;
beforeEach(async () => {
	world = await practiceWorld();
});
afterEach(() => world.close());

const mailbox = 'evmail@practice.example';
const stranger = 'ada@practice.example';
const senders: readonly Sender[] = [
	{address: mailbox, sources: ['EMAIL_FROM_ADDRESS']},
	{address: stranger, sources: ['EMAIL_FROM_USER_ID']},
];

async function signIn(record: GrantRecord) {
	const listening = Promise.withResolvers<string>();
	const signing = beginSignIn(world.context, record, progress => {
		if (progress.callback.is === 'listening') listening.resolve(progress.authorizationUrl);
	});
	await world.practice.practice.playBrowser(await listening.promise, record.grant.mailbox);
	await signing.done;
	return readRecord(world.services, record.grant.name);
}

describe('From addresses', () => {
	for (const incoming of ['imap', 'pop3'] as const) {
		test(`own and foreign ones are told apart, and looked at by ${incoming}`, async () => {
			const record = await signIn(await world.grant({incoming}));
			const told: SenderReport[] = [];
			const reports = await trySenders(world.context, record, {senders, to: mailbox}, report =>
				told.push(report),
			);
			expect(reports).toMatchObject([
				{address: mailbox, is: 'fine', delivered: {from: mailbox}},
				{
					address: stranger,
					is: 'refused',
					summary: expect.stringContaining('5.2.252 SendAsDenied'),
					repair: expect.arrayContaining([
						`Add-RecipientPermission -Identity ${stranger} -Trustee ${mailbox} -AccessRights SendAs`,
					]),
					sources: ['EMAIL_FROM_USER_ID'],
				},
			]);
			expect(told).toEqual(reports);
		});
	}

	test('a message to somebody else is sent, and not looked for', async () => {
		const record = await signIn(await world.grant());
		const [report] = await trySenders(world.context, record, {senders, to: stranger});
		expect(report?.is).toBe('unseen');
	});

	test('a dead server leaves all untried, after one attempt', async () => {
		const record = await signIn(await world.grant());
		world.fault({smtp: {breaks: {at: 'sign-in', how: 'close'}}});
		const before = world.practice.requests.smtp.length;
		const reports = await trySenders(world.context, record, {senders, to: mailbox});
		expect(reports.map(({is}) => is)).toEqual(['untried', 'untried']);
		const auths = world.practice.requests.smtp.slice(before).filter(line => /^AUTH/.test(line));
		expect(auths).toHaveLength(1);
	});

	test('without a sign-in nothing is tried, and without outgoing mail nothing can be', async () => {
		const reports = await trySenders(world.context, await world.grant(), {senders, to: mailbox});
		expect(reports[0]).toMatchObject({
			is: 'untried',
			summary: expect.stringContaining('signed in'),
		});
		const silent = await world.grant({name: 'silent', outgoing: 'none'});
		await expect(trySenders(world.context, silent, {senders, to: mailbox})).rejects.toThrow(
			/no outgoing mail/,
		);
	});

	test('an abort ends the trial', async () => {
		const record = await signIn(await world.grant());
		world.abort();
		await expect(trySenders(world.context, record, {senders, to: mailbox})).rejects.toThrow(
			'stopped',
		);
	});
});

describe('properties', () => {
	const text = 'MAILBOX_USER=old\r\nMAIL_HOST = x\r\nMAIL_PASSWORD=hunter2\r\n';

	function file(content: string) {
		const named = path.join(world.directory, 'task.properties');
		writeFileSync(named, content);
		return world.services.extraview.readProperties(named);
	}

	test('answers are remembered for the instance, and the file is written with a way back', async () => {
		const record = await world.grant({extraviewUrl: 'https://track.acme.com/evj'});
		const read = await file(text);
		const review = () =>
			reviewProperties(world.services, record, {task: 'evmail', text: read.text, isPaste: false});
		expect(review().questions.map(({key}) => key)).toEqual(['MAIL_HOST']);
		keepAnswers(world.services, record, 'evmail', {MAIL_HOST: 'host'});
		const report = review();
		expect(report.questions).toEqual([]);
		expect(report.difference).not.toContain('hunter2');
		const {backup = ''} = await writeProperties(world.services, read, report);
		expect(readFileSync(read.path, 'utf8')).toBe(
			`MAILBOX_USER=${mailbox}\r\nMAIL_HOST = localhost\r\nMAIL_PASSWORD=hunter2\r\n`,
		);
		expect(readFileSync(backup, 'utf8')).toBe(text);
		const other = await world.grant({name: 'second', extraviewUrl: 'https://track.acme.com/evj'});
		const again = reviewProperties(world.services, other, {task: 'evmail', text, isPaste: true});
		expect(again.questions).toEqual([]);
		const elsewhere = await world.grant({name: 'third'});
		expect(
			reviewProperties(world.services, elsewhere, {task: 'evmail', text, isPaste: true}).questions,
		).toHaveLength(1);
	});

	test('a paste that came twice is taken once; a file that holds it twice is not written', async () => {
		const record = await world.grant();
		const review = (isPaste: boolean) =>
			reviewProperties(world.services, record, {task: 'evmail', text: text + text, isPaste});
		expect(review(true).patched).toBe(text.replace('old', mailbox));
		expect(review(true).obstacle).toBeUndefined();
		await expect(
			writeProperties(world.services, await file(text + text), review(false)),
		).rejects.toThrow(/not whole/);
	});

	test('a text that is cut off is not written', async () => {
		const record = await world.grant();
		const cut = 'HOST=a\nMAILBOX_US';
		const report = reviewProperties(world.services, record, {
			task: 'evmail',
			text: cut,
			isPaste: false,
		});
		const read = await file(cut);
		await expect(writeProperties(world.services, read, report)).rejects.toThrow(/not whole/);
		expect(readFileSync(read.path, 'utf8')).toBe(cut);
	});
});

test('the spool is counted and its newest error explained', async () => {
	const record = await world.grant();
	const spool = path.join(world.directory, 'spool');
	mkdirSync(spool);
	writeFileSync(path.join(spool, '__1.mail'), '');
	const log = path.join(world.directory, 'batch.log');
	writeFileSync(log, 'x\n535 5.7.3 Authentication unsuccessful\n');
	expect(await reviewSpool(world.context, record, {directory: spool, log})).toMatchObject({
		waiting: 0,
		failed: 1,
		newestError: {line: expect.stringContaining('535 5.7.3'), diagnosis: {who: expect.any(String)}},
	});
});

test('the form shows the secret’s beginning only', async () => {
	const record = await world.grant();
	const secret = world.services.secrets.read('evmail').clientSecret?.value ?? '';
	const shown = shownTokenForm(world.services, record);
	expect(shown[5]?.masked).toMatch(/^.{1,6}… \(\d+ characters\)$/);
	expect(JSON.stringify(shown)).not.toContain(secret);
});
