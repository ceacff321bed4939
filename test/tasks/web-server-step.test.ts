import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import {openRecord} from '../../source/checklist/state.js';
import {statusOf} from '../../source/checklist/step-status.js';
import {createStore} from '../../source/checklist/store.js';
import {createTasks} from '../../source/tasks/create-tasks.js';
import {listRecords} from '../../source/tasks/grants.js';
import type {AppStore, Tasks} from '../../source/tasks/tasks.js';
import {stateOf} from '../helpers/named-states.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {turn} from '../helpers/turn.js';
import {untilIn} from '../helpers/until.js';

let world: PracticeWorld;
let store: AppStore;
let tasks: Tasks;

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
	const {services} = world;
	const state = stateOf(listRecords(services), {isPractice: true, providers: services.providers});
	store = createStore(reducer, state);
	tasks = createTasks(store, services, {timeoutMs: 5000});
	tasks.say('instance');
}

const status = () => statusOf('web-server', openRecord(store.getState()), world.services.providers);
const until = (isSo: () => boolean) => untilIn(store)(isSo);
const report = () => {
	const found = openRecord(store.getState())?.evidence['web-server']?.report;
	if (found?.type !== 'web-server') throw new Error('not looked at yet');
	return found;
};
const idle = () => store.getState().runs['web-server'] === undefined;
const settled = (is: string) => until(() => idle() && status().is === is);
const notice = () => store.getState().notice;
const added = () => report().add;
const site = () => added()?.file ?? '';

test('the missing lines are written after the word, and in force after another one', async () => {
	tasks.openStep('web-server');
	await settled('failed');
	expect(status().summary).toBe('The mount points are missing');
	expect(report()).toMatchObject({
		server: 'apache',
		add: {lines: ['JkMount /evj/OAuth2 tomcat1', 'JkMount /evj/OAuth2/* tomcat1']},
		answer: {isTomcat: false, seen: expect.stringMatching(/^HTTP 404/)},
	});
	const file = site();
	const before = readFileSync(file, 'utf8');

	expect(tasks.applyMounts('yes')).toMatch(/Type apply/);
	expect(readFileSync(file, 'utf8')).toBe(before);
	expect(tasks.applyMounts(' Apply ')).toBeUndefined();
	await until(() => notice()?.text.startsWith('Written') === true && idle());
	await settled('failed');
	expect(status().summary).toBe('The mount points are there, and not in force');
	expect(readFileSync(file, 'utf8')).toContain('JkMount /evj/OAuth2 tomcat1\n');
	expect(readFileSync(report().applied?.backup ?? '', 'utf8')).toBe(before);

	expect(tasks.reloadWebServer('apply')).toMatch(/Type reload/);
	expect(tasks.reloadWebServer('reload')).toBeUndefined();
	await settled('done');
	expect(status().summary).toBe('Tomcat answers');
	expect(report().applied?.undo).toContain(report().applied?.backup);
});

test('lines that no longer belong where they were shown are not written', async () => {
	tasks.openStep('web-server');
	await settled('failed');
	const file = site();
	const changed = `# a line more\n${readFileSync(file, 'utf8')}`;
	writeFileSync(file, changed);
	tasks.applyMounts('apply');
	await until(() => /changed since/.test(notice()?.text ?? ''));
	expect(readFileSync(file, 'utf8')).toBe(changed);
	await until(() => idle() && added()?.beforeLine === lineOf(changed));
});

test('a configuration that Apache refuses is put back byte for byte', async () => {
	tasks.openStep('web-server');
	await settled('failed');
	const file = site();
	// Refused by the test that runs before anything is written.
	const broken = `${readFileSync(file, 'utf8')}JkMount /only-one-word\n`;
	writeFileSync(file, broken);
	tasks.run('web-server');
	await until(() => idle() && readFileSync(file, 'utf8') === broken && added() !== undefined);
	tasks.applyMounts('apply');
	await until(() => /fails its test before any change/.test(notice()?.text ?? ''));
	expect(readFileSync(file, 'utf8')).toBe(broken);
	expect(readdirSync(path.dirname(file)).filter(name => name.includes('mailgrant'))).toEqual([]);
});

test('it is passed with a reason, which stands as the admin’s word until the instance changes', async () => {
	expect(tasks.passWebServer('  ')).toMatch(/Say in a few words/);
	expect(tasks.passWebServer('hosted\u001B[31m by ExtraView')).toBeUndefined();
	await turn();
	expect(status()).toMatchObject({
		is: 'done',
		summary: 'hosted by ExtraView',
		evidence: {outcome: 'said'},
	});
	tasks.saveFields('instance', {extraviewUrl: 'https://other.acme.com/evj'});
	await turn();
	expect(status().is).toBe('stale');
});

test('an unreadable configuration is told, and what answers is judged all the same', async () => {
	tasks.saveFields('web-server', {apacheConfig: '/nowhere/httpd.conf'});
	await settled('failed');
	expect(report()).toMatchObject({
		server: 'unread',
		found: expect.stringContaining('/nowhere/httpd.conf'),
		hosts: [],
	});
	expect(status().summary).toBe('The web server answers 404 itself');
});

/** The line before which the lines belong: the end of the second virtual host. */
const lineOf = (text: string) =>
	text.split('\n').findLastIndex(line => line.startsWith('</VirtualHost')) + 1;
