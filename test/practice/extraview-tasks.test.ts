import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {knownKeys, type Task} from '../../source/extraview/properties/known-keys.js';
import {parseProperties} from '../../source/extraview/properties/parse-properties.js';
import {sendersOf, sendersOfGrant} from '../../source/extraview/senders.js';
import {readRecord} from '../../source/tasks/grants.js';
import {keepAnswers, reviewProperties, reviewSpool} from '../../source/tasks/properties.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {trySenders} from '../../source/tasks/try-senders.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

const mailbox = 'evmail@practice.example';
let world: PracticeWorld;
beforeEach(async () => {
	world = await practiceWorld();
});
afterEach(() => world.close());

const extraview = () => world.practice.practice.extraview;

async function signedIn() {
	const {url, fromAddresses} = extraview();
	const record = await world.grant({extraviewUrl: url, ...fromAddresses});
	const listening = Promise.withResolvers<string>();
	const signing = beginSignIn(world.context, record, progress => {
		if (progress.callback.is === 'listening') listening.resolve(progress.authorizationUrl);
	});
	await world.practice.practice.playBrowser(await listening.promise, mailbox);
	await signing.done;
	return readRecord(world.services, record.grant.name);
}

test('what stands in the behavior settings can be sent from, some on behalf of', async () => {
	const record = await signedIn();
	const reports = await trySenders(world.context, record, {
		senders: sendersOfGrant(record.grant),
		to: mailbox,
	});
	expect(reports.map(({address, is}) => [address, is])).toEqual([
		['notify@practice.example', 'fine'],
		['admin@practice.example', 'fine'],
		[mailbox, 'fine'],
		['helpdesk@practice.example', 'on-behalf'],
	]);
	expect(reports[3]?.delivered?.sender).toContain(mailbox);
});

test('an alias is rewritten, and a stranger refused', async () => {
	const {senders} = sendersOf(
		['old-name@practice.example', 'ada@practice.example'].map(address => ({
			source: 'custom' as const,
			address,
		})),
	);
	const reports = await trySenders(world.context, await signedIn(), {senders, to: mailbox});
	expect(reports).toMatchObject([
		{is: 'rewritten', delivered: {from: expect.stringContaining(mailbox)}},
		{is: 'refused', summary: expect.stringContaining('5.2.252')},
	]);
});

describe('the text of a task', () => {
	const review = async (task: Task, provider: 'microsoft' | 'google' = 'microsoft') => {
		const record = await world.grant({name: `${task}-${provider}`, provider});
		const text = extraview().taskText(task, mailbox);
		return {
			record,
			text,
			report: () => reviewProperties(world.services, record, {task, text, isPaste: true}),
		};
	};

	test('of EVMail the manual changes the user; host and port are asked for', async () => {
		const {record, report, text} = await review('evmail');
		const {changes, questions, faults, obstacle, properties, remarks} = report();
		expect(changes).toEqual([{key: 'MAILBOX_USER', value: mailbox}]);
		expect(questions.map(({key, guess}) => [key, guess])).toEqual([
			['PRACTICE_MAIL_HOST', 'host'],
			['PRACTICE_MAIL_PORT', 'port'],
		]);
		expect([faults, obstacle]).toEqual([[], undefined]);
		expect(properties.filter(({isSecret}) => isSecret).map(({key}) => key)).toEqual([
			'PRACTICE_MAIL_PASSWORD',
		]);
		expect(remarks.filter(({level}) => level === 'wrong' || level === 'trap')).toEqual([]);
		keepAnswers(world.services, record, 'evmail', {
			PRACTICE_MAIL_HOST: 'host',
			PRACTICE_MAIL_PORT: 'port',
		});
		const {imap} = world.practice.endpoints;
		expect(report().patched).toBe(
			text
				.replace(/(?<=MAILBOX_USER=).*/, mailbox)
				.replace(/(?<=MAIL_HOST=).*/, 'localhost')
				.replace(/(?<=MAIL_PORT=).*/, imap.replace('localhost:', '')),
		);
	});

	test('of BatchMail only what is asked for changes', async () => {
		const {report} = await review('batchmail');
		const {changes, questions, faults} = report();
		expect([changes, faults]).toEqual([[], []]);
		expect(questions.map(({key, guess}) => [key, guess])).toEqual([
			['PRACTICE_SMTP_SERVER', 'host-and-port'],
			['PRACTICE_SMTP_USER', 'mailbox'],
		]);
	});

	test.each(['evmail', 'batchmail'] as const)(
		'%s has no name that is not the manual’s, or marked as made up',
		task => {
			const text = extraview().taskText(task, mailbox);
			expect(text).toContain('made up for practice');
			for (const {key} of parseProperties(text)) {
				const isKnown = knownKeys.some(known => known.key === key && known.tasks.includes(task));
				expect(isKnown || key.startsWith('PRACTICE_')).toBe(true);
			}
		},
	);

	test('the user differs from every mailbox', () => {
		const text = extraview().taskText('evmail', 'Old-Name@practice.example');
		expect(text).toContain('MAILBOX_USER=older-name@practice.example\n');
	});
});

test.each(['microsoft', 'google', 'custom'] as const)(
	'the spool tells a grant of %s why mails wait',
	async provider => {
		const record = await world.grant({provider});
		expect(await reviewSpool(world.context, record, extraview().spool)).toMatchObject({
			waiting: 2,
			failed: 1,
			summary: expect.stringContaining('The oldest has waited 47 minutes'),
			newestError: {
				line: expect.stringContaining('535 5.7.139'),
				diagnosis: {id: 'exo-smtp-basic-disabled'},
			},
		});
	},
);
