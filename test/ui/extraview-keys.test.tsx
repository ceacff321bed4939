import {afterEach, beforeAll, expect, test} from 'vitest';
import {atStep, evmailText, namedStates} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {paste, press, type} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const grant = 'evmail@acme.com';
const missing = atStep(namedStates['mounts-missing'], 'web-server');

test('Enter asks for the word before the lines are written; Esc leaves all as it is', async () => {
	const {screen, store, calls} = await openApp(missing);
	await press(screen, 'enter');
	expect(store.getState().overlay).toEqual({type: 'ask', action: 'apply-mounts', grant});
	await type(screen, 'apply');
	expect(calls).toEqual([]);
	await press(screen, 'enter');
	expect(calls).toEqual([['applyMounts', 'apply']]);
	await press(screen, 'escape');
	expect(store.getState().overlay).toBeUndefined();
});

test('the missing lines are copied with their line breaks', async () => {
	const {screen, calls} = await openApp(missing);
	await press(screen, 'c');
	expect(calls).toEqual([
		['copy', 'Mount points', 'JkMount /evj/OAuth2 tomcat1\nJkMount /evj/OAuth2/* tomcat1\n'],
	]);
});

test('a wrong word is told, and nothing that was typed is lost', async () => {
	const {screen, calls} = await openApp(missing, {
		answers: {applyMounts: () => 'That is not the word.'},
	});
	await press(screen, 'enter');
	await type(screen, 'yes');
	await press(screen, 'enter');
	expect(calls).toEqual([['applyMounts', 'yes']]);
	expect(screen.frame()).toContain('That is not the word.');
	expect(screen.frame()).toMatch(/› Word +yes/);
});

test('x passes the step with a reason, l reloads after a word', async () => {
	const {screen, calls, store} = await openApp(missing);
	await press(screen, 'x');
	await type(screen, 'hosted');
	await press(screen, 'enter', 'escape', 'l');
	expect(calls[0]).toEqual(['passWebServer', 'hosted']);
	expect(store.getState().overlay).toMatchObject({action: 'reload-web-server'});
	expect(screen.frame()).toContain('/usr/bin/systemctl reload apache2');
});

test('e opens the fields of the web server, Enter saves both', async () => {
	const {screen, calls} = await openApp(missing);
	await press(screen, 'e');
	await type(screen, '/etc/a');
	await press(screen, 'tab');
	await type(screen, 'w1');
	expect(screen.frame()).toMatch(/Tomcat worker +w1/);
	await press(screen, 'enter');
	expect(calls.at(-1)).toEqual([
		'saveFields',
		'web-server',
		{apacheConfig: '/etc/a', tomcatWorker: 'w1'},
	]);
});

test('a paste on a task is its text, whatever is in it', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.complete, 'evmail'));
	await paste(screen, evmailText);
	expect(calls).toEqual([['enterTaskText', 'evmail', evmailText]]);
});

test('Enter takes the likely answer, a number another one', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['senders-failed'], 'evmail'));
	await press(screen, 'enter', '1');
	expect(calls).toEqual([
		['answerProperty', 'evmail', 'MAIL_SERVER_HOST', 'host'],
		['answerProperty', 'evmail', 'MAIL_SERVER_HOST', 'keep'],
	]);
});

test('when nothing is asked Enter copies the new text, then says that the task has it', async () => {
	const state = atStep(namedStates['senders-failed'], 'evmail');
	const report = state.reviews.evmail?.report;
	if (!report) throw new Error('the named state has a review');
	const reviews = {evmail: {report: {...report, questions: []}, troubles: []}};
	const {screen, calls} = await openApp({...state, reviews});
	await press(screen, 'enter', 'enter');
	expect(calls).toEqual([
		['copyTaskText', 'evmail'],
		['say', 'evmail'],
	]);
});

test('a file is written instead of copied', async () => {
	const state = atStep(namedStates['senders-failed'], 'evmail');
	const report = state.reviews.evmail?.report;
	if (!report) throw new Error('the named state has a review');
	const reviews = {evmail: {path: '/x', report: {...report, questions: []}, troubles: []}};
	const {screen, calls} = await openApp({...state, reviews});
	await press(screen, 'enter');
	expect(calls).toEqual([['writeTaskFile', 'evmail']]);
});

test('a text that is not whole can only be pasted again', async () => {
	const state = atStep(namedStates['senders-failed'], 'evmail');
	const report = state.reviews.evmail?.report;
	if (!report) throw new Error('the named state has a review');
	const cut = {...report, obstacle: 'It breaks off in its last line.'};
	const {screen, calls} = await openApp({...state, reviews: {evmail: {report: cut, troubles: []}}});
	await press(screen, 'c', '1', 'w', 'd');
	expect(calls).toEqual([]);
});

test('of a refused address the chosen line of the repair is copied', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['senders-failed'], 'senders'));
	await press(screen, '3', 'up', '3');
	expect(calls).toEqual([
		[
			'copy',
			'Line 3',
			'Add-RecipientPermission -Identity ada@acme.com -Trustee evmail@acme.com -AccessRights SendAs',
		],
	]);
});

test('nothing is sent before addresses are entered', async () => {
	const [record] = namedStates['signed-in'].records;
	if (!record) throw new Error('the named state has a grant');
	const {
		emailFromUserId: _user,
		emailAdministratorUserId: _administrator,
		emailFromAddress: _from,
		...bare
	} = record.grant;
	const {screen, calls} = await openApp({
		...atStep(namedStates['signed-in'], 'senders'),
		records: [{...record, grant: bare}],
	});
	await press(screen, 'r', 'enter');
	expect(calls.map(([verb]) => verb)).toEqual(['keepDraft']);
	expect(screen.frame()).toContain('› EMAIL_FROM_USER_ID');
});
