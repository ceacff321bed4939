import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import {openRecord} from '../../source/checklist/state.js';
import {statusOf} from '../../source/checklist/step-status.js';
import {createStore} from '../../source/checklist/store.js';
import {plainTasks} from '../../source/plain/plain-tasks.js';
import {createTasks} from '../../source/tasks/create-tasks.js';
import {listRecords} from '../../source/tasks/grants.js';
import type {AppStore, Tasks} from '../../source/tasks/tasks.js';
import type {Copied} from '../../source/terminal-port.js';
import {stateOf} from '../helpers/named-states.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {turn} from '../helpers/turn.js';
import {untilIn} from '../helpers/until.js';

let world: PracticeWorld;
let store: AppStore;
let tasks: Tasks;
let copied: string[];
let outcome: Copied;

beforeEach(async () => {
	world = await practiceWorld();
	await world.grant({extraviewUrl: world.practice.practice.extraview.url});
	open();
});
afterEach(async () => {
	await tasks.end();
	await world.close();
});

function open() {
	copied = [];
	outcome = {how: 'clipboard', detail: 'copied'};
	const terminal = {
		...world.services.terminal,
		copy: async (text: string) => {
			copied.push(text);
			return outcome;
		},
	};
	const services = {...world.services, terminal};
	const state = stateOf(listRecords(services), {isPractice: true, providers: services.providers});
	store = createStore(reducer, state);
	tasks = createTasks(store, services, {timeoutMs: 5000});
	tasks.say('token-form');
}

const mailbox = 'evmail@practice.example';
const text = [
	'# the desk',
	'MAILBOX_USER = old@acme.com',
	'MAIL_HOST: mail.acme.com',
	'MAIL_PASSWORD=hunter2-hunter2',
	'',
].join('\n');

const until = (isSo: () => boolean) => untilIn(store)(isSo);
const review = (task: 'evmail' | 'batchmail' = 'evmail') => store.getState().reviews[task];
const report = () => review()?.report;
const notice = () => store.getState().notice;
const status = (task: 'evmail' | 'batchmail' = 'evmail') =>
	statusOf(task, openRecord(store.getState()), world.services.providers);
async function pasted(given = text) {
	tasks.enterTaskText('evmail', given);
	await until(() => report() !== undefined);
	await turn();
}

describe('a paste', () => {
	test('is reviewed, asked about, copied back and said; its passwords are nowhere in the state', async () => {
		await pasted(text.replaceAll('\n', '\r'));
		expect(report()?.changes).toEqual([{key: 'MAILBOX_USER', value: mailbox}]);
		expect(report()?.questions.map(({key, guess}) => [key, guess])).toEqual([
			['MAIL_HOST', 'host'],
		]);
		expect(status()).toMatchObject({
			is: 'needs you',
			summary: '1 value to carry over, 1 question',
		});
		tasks.answerProperty('evmail', 'MAIL_HOST', 'host');
		await until(() => report()?.questions.length === 0);
		await turn();
		expect(status().summary).toBe('2 values to carry over');
		tasks.copyTaskText('evmail');
		await until(() => notice()?.text === 'New text: copied');
		expect(copied).toEqual([
			`# the desk\nMAILBOX_USER = ${mailbox}\nMAIL_HOST: localhost\nMAIL_PASSWORD=hunter2-hunter2\n`,
		]);
		expect(JSON.stringify(store.getState())).not.toContain('hunter2');
		tasks.say('evmail');
		await turn();
		expect(status().is).toBe('done');
	});

	test('that may not have arrived by the copy can be carried over line by line', async () => {
		outcome = {how: 'terminal', detail: 'sent'};
		await pasted();
		tasks.copyTaskText('evmail');
		await until(() => notice()?.text === 'New text: sent');
		expect(notice()?.nextSteps).toEqual([
			'If nothing arrives: d shows the lines that change, to enter them by hand.',
		]);
		outcome = {how: 'nowhere', detail: 'not copied'};
		tasks.copyTaskText('evmail');
		await until(() => notice()?.text === 'New text: not copied');
		expect(notice()?.nextSteps).toEqual(['d shows the lines that change, to enter them by hand.']);
	});

	test('is printed line by line where copying prints: only what changes, no password', async () => {
		const plain = plainTasks(tasks, store);
		await pasted();
		plain.copyTaskText('evmail');
		await until(() => copied.length === 1);
		expect(copied).toEqual([`MAILBOX_USER = ${mailbox}`]);
		await pasted('MAILBOX_USER=old@acme.com\nPOLL=5\n');
		await until(() => report()?.holdsSecrets === false);
		plain.copyTaskText('evmail');
		await until(() => copied.length === 2);
		expect(copied[1]).toBe(`MAILBOX_USER=${mailbox}\nPOLL=5\n`);
	});

	test('stays for the next start, encrypted, and takes no word back by itself', async () => {
		await pasted();
		tasks.say('evmail');
		await turn();
		await tasks.end();
		const files = ['grants.json', 'secrets.enc', 'instances.json'].flatMap(name => {
			const file = path.join(world.directory, 'config', name);
			return existsSync(file) ? [readFileSync(file, 'latin1')] : [];
		});
		expect(files.length).toBeGreaterThan(1);
		expect(files.join()).not.toContain('hunter2');
		open();
		// The said token form is the same one; saying it again would take it back.
		tasks.say('token-form');
		tasks.openStep('evmail');
		await until(() => report() !== undefined);
		expect(report()?.changes).toHaveLength(1);
		expect(status()).toMatchObject({is: 'done', summary: 'you said so'});
	});

	test('that is right proves the step; one that is not takes the word back', async () => {
		tasks.say('evmail');
		await turn();
		await pasted();
		expect(status().is).toBe('needs you');
		await pasted(`MAILBOX_USER=${mailbox}\n`);
		await until(() => status().is === 'done');
		expect(status()).toMatchObject({
			summary: '1 property, as this grant wants them',
			evidence: {outcome: 'proved'},
		});
	});

	test('an answer can be taken back', async () => {
		await pasted();
		tasks.answerProperty('evmail', 'MAIL_HOST', 'keep');
		await until(() => report()?.questions.length === 0);
		tasks.forgetAnswers('evmail');
		await until(() => report()?.questions.length === 1);
	});

	test('twice in one is taken once; one that is cut off is not copied', async () => {
		await pasted(text + text);
		expect(report()?.faults.map(({type}) => type)).toEqual(['twice']);
		tasks.copyTaskText('evmail');
		await until(() => copied.length === 1);
		expect(copied[0]?.match(/MAILBOX_USER/g)).toHaveLength(1);
		const before = status();
		tasks.enterTaskText('evmail', 'A=1\nMAILBOX_US');
		await until(() => report()?.obstacle !== undefined);
		expect(status()).toEqual(before);
		tasks.copyTaskText('evmail');
		await until(() => notice()?.text === 'The text is not whole.');
		expect(copied).toHaveLength(1);
	});

	test('EMAIL_FROM_ADDRESS that differs from the mailbox fails the step', async () => {
		tasks.saveFields('evmail', {emailFromAddress: 'other@acme.com'});
		await turn();
		await pasted();
		expect(status()).toMatchObject({
			is: 'failed',
			evidence: {
				diagnosis: {cause: expect.stringContaining('EMAIL_FROM_ADDRESS is other@acme.com')},
			},
		});
	});

	test('far too long, nothing is taken', async () => {
		tasks.enterTaskText('evmail', `A=${'x'.repeat(300_000)}`);
		await until(() => /longer than any task/.test(notice()?.text ?? ''));
		expect(review()).toBeUndefined();
	});
});

describe('a file', () => {
	const named = (content = text) => {
		const file = path.join(world.directory, 'EVMail.properties');
		writeFileSync(file, content);
		tasks.saveFields('evmail', {evmailFile: file});
		return file;
	};

	test('is read when it is named, and written with the old one beside it', async () => {
		const file = named();
		await until(() => report() !== undefined);
		expect(review()?.path).toBe(file);
		tasks.answerProperty('evmail', 'MAIL_HOST', 'keep');
		await until(() => report()?.questions.length === 0);
		tasks.writeTaskFile('evmail');
		await until(() => status().is === 'done' && notice()?.text.startsWith('Written') === true);
		expect(readFileSync(file, 'utf8')).toBe(text.replace('old@acme.com', mailbox));
		const backup = notice()?.nextSteps?.[0]?.replace('The old file: ', '') ?? '';
		expect(readFileSync(backup, 'utf8')).toBe(text);
		expect(status().summary).toBe('3 properties, as this grant wants them');
	});

	test('stands before a paste, which says so', async () => {
		named();
		await until(() => report() !== undefined);
		tasks.enterTaskText('evmail', 'B=1\n');
		await until(() => /A file is named/.test(notice()?.text ?? ''));
		expect(report()?.properties).toHaveLength(3);
	});

	test('that is not there is told, and nothing is proved', async () => {
		tasks.saveFields('evmail', {evmailFile: '/nowhere/task.properties'});
		await until(() => (review()?.troubles.length ?? 0) > 0);
		expect(review()?.troubles[0]?.text).toContain('/nowhere/task.properties is not there');
		expect(status().is).toBe('needs you');
	});
});

describe('the practice instance', () => {
	test('has a text for each task, and a spool whose newest error is explained', async () => {
		tasks.practice?.fillStep('batchmail');
		await until(() => review('batchmail')?.report !== undefined);
		await until(() => review('batchmail')?.spool !== undefined);
		expect(review('batchmail')?.spool).toMatchObject({
			waiting: 2,
			failed: 1,
			newestError: {diagnosis: {id: 'exo-smtp-basic-disabled'}},
		});
		expect(review('batchmail')?.report?.questions.length).toBeGreaterThan(0);
	});

	test('a spool that can’t be read is told beside the text', async () => {
		tasks.saveFields('batchmail', {spoolDirectory: path.join(world.directory, 'not-there')});
		await until(() => (review('batchmail')?.troubles.length ?? 0) > 0);
		expect(review('batchmail')?.troubles[0]?.text).toContain('not-there');
	});
});
