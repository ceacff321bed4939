import {afterEach, beforeAll, expect, test} from 'vitest';
import {draftKey, type State} from '../../source/checklist/state.js';
import {handOver} from '../../source/extraview/hand-over/hand-over.js';
import {atStep, namedStates, wrongAudience} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {paste, press, send, type} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const name = 'evmail@acme.com';
const last = <Item,>(items: readonly Item[]) => items.at(-1);

test('Enter on the checklist opens the step that needs somebody', async () => {
	const {screen, calls} = await openApp(namedStates.registered);
	await press(screen, 'enter');
	expect(calls).toEqual([['openStep', 'client']]);
});

test('arrows, j and k choose a step, even when a slow line brings them at once', async () => {
	const {screen, calls} = await openApp(namedStates.fresh);
	await send(screen, 'jjk');
	await press(screen, 'down', 'enter');
	expect(last(calls)).toEqual(['openStep', 'instance']);
});

test('r runs all checks, g opens the grants', async () => {
	const {screen, calls} = await openApp(namedStates.registered);
	await press(screen, 'r', 'g');
	expect(calls).toEqual([['runAll'], ['openGrants']]);
});

test('q leaves from the checklist, and nowhere else', async () => {
	const step = await openApp(atStep(namedStates.registered, 'services'));
	await press(step.screen, 'q');
	expect(step.screen.frame()).toContain('Mail service from here');
	const {screen} = await openApp(namedStates.registered);
	await press(screen, 'q');
	await screen.exited;
});

test('Esc goes back', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.registered, 'register'));
	await press(screen, 'escape');
	expect(calls).toEqual([['back']]);
});

test('the list of grants opens, adds, copies, renames and deletes', async () => {
	const {screen, calls, store} = await openApp(namedStates['several-grants']);
	await press(screen, 'down', 'enter');
	expect(last(calls)).toEqual(['openChecklist', 'desk@example.org']);
	await press(screen, 'n');
	expect(calls.slice(-2)).toEqual([['openChecklist'], ['openStep', 'provider']]);
	await press(screen, 'd');
	await type(screen, 'desk');
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['deleteGrant', 'desk@example.org', 'desk']);
	await press(screen, 'escape', 'r', 'ctrl+u');
	await type(screen, 'help desk');
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['renameGrant', 'desk@example.org', 'help desk']);
	await press(screen, 'escape', 'c');
	expect(store.getState().overlay).toMatchObject({type: 'ask', action: 'copy'});
});

test('what is wrong with a typed name is said beneath it', async () => {
	const {screen} = await openApp(namedStates['several-grants'], {
		answers: {deleteGrant: () => 'That is not its name.'},
	});
	await press(screen, 'd', 'x', 'enter');
	expect(screen.frame()).toContain('That is not its name.');
	await press(screen, 'y');
	expect(screen.frame()).not.toContain('That is not its name.');
});

test('a new grant is typed, chosen and created', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.fresh, 'provider'));
	await press(screen, 'tab', 'right', 'tab');
	await type(screen, 'q?desk@example.org');
	await press(screen, 'home', 'delete', 'delete', 'enter');
	const saved = last(calls);
	expect(saved?.slice(0, 2)).toEqual(['saveFields', 'provider']);
	expect(saved?.[2]).toMatchObject({
		name: 'desk@example.org',
		provider: 'google',
		mailbox: 'desk@example.org',
		incoming: 'imap',
		outgoing: 'smtp',
	});
});

test('Enter goes to the address as long as it is missing', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.fresh, 'provider'));
	await press(screen, 'enter', 'a');
	expect(last(calls)).toEqual(['keepDraft', 'provider', 'mailbox', 'a']);
});

test('a refused field is said and gets the cursor', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.registered, 'provider'), {
		answers: {saveFields: () => ({imap: 'It is not HOST:PORT.'})},
	});
	await press(screen, 'enter');
	expect(screen.frame()).toContain('IMAP server: It is not HOST:PORT.');
	await press(screen, 'x');
	expect(last(calls)).toEqual(['keepDraft', 'provider', 'imap', 'x']);
});

test('Ctrl+O shows the fields that override, and hides them', async () => {
	const {screen} = await openApp(atStep(namedStates.registered, 'provider'), {rows: 30});
	expect(screen.frame()).not.toContain('Metadata URL');
	await press(screen, 'ctrl+o');
	expect(screen.frame()).toContain('Metadata URL');
	expect(screen.frame()).toContain('outlook.office365.com:993');
	await press(screen, 'ctrl+o');
	expect(screen.frame()).not.toContain('Metadata URL');
});

test('the shape of a field is checked as it is typed', async () => {
	const {screen} = await openApp(atStep(namedStates.fresh, 'provider'));
	await press(screen, 'tab', 'tab');
	await type(screen, 'evmail');
	expect(screen.frame()).toContain('"evmail" has no domain.');
	await press(screen, 'tab');
	expect(screen.frame()).toContain('not right');
});

test('a paste with line breaks goes into the field and submits nothing', async () => {
	const {screen, calls} = await openApp(atStep(namedStates.fresh, 'provider'));
	await press(screen, 'tab', 'tab');
	await paste(screen, 'evmail@acme.com\r\n');
	expect(calls).toEqual([['keepDraft', 'provider', 'mailbox', 'evmail@acme.com']]);
	await send(screen, 'x\r');
	expect(calls.map(([verb]) => verb)).toEqual(['keepDraft', 'keepDraft']);
});

test('a failed host shows its layers and its repair; t shows the dialogue', async () => {
	const {screen, calls, store} = await openApp(atStep(namedStates['services-failed'], 'services'));
	expect(screen.frame()).toContain('connection refused');
	expect(screen.frame()).toContain('Whoever runs the network can repair it');
	await press(screen, '2', 'enter');
	expect(calls).toEqual([
		['copy', 'Line 2', 'nc -vz smtp.office365.com 587'],
		['run', 'services'],
	]);
	await press(screen, 't');
	expect(store.getState().overlay).toEqual({type: 'transcript', step: 'services'});
});

test('Space opens the layers of the chosen host', async () => {
	const {screen} = await openApp(atStep(namedStates.registered, 'services'));
	expect(screen.frame()).not.toContain('52.97.183.162');
	await press(screen, 'space');
	expect(screen.frame()).toContain('52.97.183.162');
	await press(screen, 'space');
	expect(screen.frame()).not.toContain('52.97.183.162');
});

const registering: State = {
	...atStep(namedStates['services-failed'], 'register'),
};

test('Enter copies what an action needs, then ticks it off and goes on', async () => {
	const {screen, calls} = await openApp(registering);
	await press(screen, 'enter', 'enter', 'enter');
	expect(calls).toEqual([
		['copy', 'https://portal.azure.com/#home', 'https://portal.azure.com/#home'],
		['tick', 'open'],
		['copy', 'ExtraView mail', 'ExtraView mail'],
	]);
});

test('Space ticks, y gives the admin’s word', async () => {
	const {screen, calls} = await openApp(registering);
	await press(screen, 'down', 'space', 'y');
	expect(calls).toEqual([
		['tick', 'new'],
		['say', 'register'],
	]);
});

test('a form that was left too soon names what is missing', async () => {
	const state = atStep(namedStates.registered, 'provider');
	const [record] = state.records;
	if (!record) throw new Error('There is no grant');
	const custom = {...record, grant: {...record.grant, provider: 'custom' as const}};
	const {screen} = await openApp({...state, records: [custom]});
	expect(screen.frame()).toMatch(/Still missing: Authorization URL, Access Token URL, Scope/);
	expect((await openApp(state)).screen.frame()).not.toContain('Still missing');
});

test.each(['register', 'token-form'] as const)(
	'done by the admin’s word, nothing is next: %s',
	async step => {
		const open = await openApp(atStep(namedStates['signed-in'], step));
		const done = await openApp(atStep(namedStates.complete, step));
		if (step === 'token-form') expect(open.screen.frame()).toMatch(/› next /);
		expect(done.screen.frame()).toMatch(/done +you said so/);
		expect(done.screen.frame()).not.toMatch(/› next /);
	},
);

test('the walk-through scrolls around the action that is chosen', async () => {
	const {screen} = await openApp(registering, {columns: 60, rows: 20});
	for (let index = 0; index < 20; index++) await press(screen, 'down');
	expect(screen.frame()).toContain('Directory (tenant) ID');
	expect(screen.frame()).toContain('PgUp');
});

test('redirect URIs are copied one after the other, then said to be registered', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['services-failed'], 'redirect'));
	await press(screen, 'enter', 'enter', 'enter');
	expect(calls).toEqual([
		['copy', 'This host, for the sign-in here', 'http://localhost:8765/callback'],
		[
			'copy',
			'ExtraView, for its own sign-in',
			'https://track.acme.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility',
		],
		['say', 'redirect'],
	]);
});

test('the field for ExtraView’s address opens with e, takes letters and closes with Esc', async () => {
	const state = atStep(namedStates['services-failed'], 'redirect');
	const {screen, calls, store} = await openApp(state);
	await press(screen, 'e');
	await type(screen, 'ey1');
	await press(screen, 'enter');
	expect(last(calls)).toEqual([
		'saveFields',
		'redirect',
		{extraviewUrl: 'https://track.acme.com/evjey1'},
	]);
	await press(screen, 'escape');
	expect(store.getState().drafts[draftKey(name, 'redirect')]).toBeUndefined();
	await press(screen, '1');
	expect(last(calls)?.[0]).toBe('copy');
});

const identifying = atStep(namedStates.registered, 'client');

test('the secret is masked, and never in the state or on the screen', async () => {
	const {screen, store, calls} = await openApp(identifying);
	await press(screen, 'tab', 'tab');
	await type(screen, 'kQ8Z~verysecretvalue');
	expect(screen.frame()).toContain('•'.repeat(20));
	expect(screen.frame()).not.toContain('verysecret');
	expect(JSON.stringify([store.getState(), calls])).not.toContain('verysecret');
	await press(screen, 'ctrl+g', 'escape');
	expect(screen.frame()).toContain('•'.repeat(20));
});

test('Enter goes to what is missing, then saves the secret and the IDs', async () => {
	const state: State = {
		...identifying,
		drafts: {
			[draftKey(name, 'client')]: {
				tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
				clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
			},
		},
	};
	const {screen, calls} = await openApp(state);
	await press(screen, 'enter');
	await paste(screen, 'kQ8Z~abcdefghijklmnopqrstuvwxyz0123456789');
	await press(screen, 'enter');
	expect(calls).toEqual([
		['enterSecret', 'kQ8Z~abcdefghijklmnopqrstuvwxyz0123456789'],
		[
			'saveFields',
			'client',
			{
				tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
				clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
				secretExpires: '',
			},
		],
	]);
	expect(screen.frame()).not.toContain('•');
});

test('a Client ID that can’t be right is not called known, and is not saved', async () => {
	const state: State = {
		...atStep(namedStates['signed-in'], 'client'),
		drafts: {[draftKey(name, 'client')]: {clientId: 'mailgrant'}},
	};
	const {screen, calls} = await openApp(state, {rows: 30});
	expect(screen.frame()).toMatch(/Client ID +not right +mailgrant/);
	expect(screen.frame()).not.toMatch(/Client ID +known/);
	expect(screen.frame()).toContain('A Client ID of Microsoft has only digits');
	expect(screen.frame()).toContain('copy "Application');
	await press(screen, 'enter');
	expect(calls).toEqual([]);
	expect(screen.frame()).toContain('Client ID: A Client ID of Microsoft has only digits');
	// The cursor is there, where the sentence stands beneath the form.
	expect(screen.frame()).not.toMatch(/Client ID +not right +mailgrant/);
});

test('a refused secret is said and stays in its field', async () => {
	const {screen, calls} = await openApp(identifying, {
		answers: {enterSecret: () => 'This is the Secret ID.'},
	});
	await press(screen, 'tab', 'tab');
	await type(screen, 'abc');
	await press(screen, 'up', 'up');
	await type(screen, 'x');
	await press(screen, 'tab');
	await paste(screen, '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01');
	await press(screen, 'enter');
	expect(screen.frame()).toContain('This is the Secret ID.');
	expect(screen.frame()).toContain('•••');
	expect(calls.some(([verb]) => verb === 'saveFields')).toBe(false);
});

test('a pasted page is taken apart, a single value goes into the field that has the focus', async () => {
	const {screen, calls} = await openApp(identifying);
	const page = 'Application (client) ID\n7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01\n';
	await paste(screen, page);
	await paste(screen, '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50');
	await paste(screen, '/home/ada/client_secret_1.json');
	expect(calls).toEqual([
		['enterIdentity', page],
		['keepDraft', 'client', 'tenant', '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50'],
		['enterIdentity', '/home/ada/client_secret_1.json'],
	]);
});

test('a paste of 100 kB does not hang', async () => {
	const {screen, calls} = await openApp(identifying);
	await paste(screen, 'x'.repeat(100_000));
	expect(String(last(calls)?.[3]).length).toBeLessThanOrEqual(4000);
	const waiting = await openApp(atStep(namedStates['signing-in'], 'sign-in'));
	await paste(waiting.screen, 'x\n'.repeat(50_000));
	expect(waiting.calls.map(([verb]) => verb)).toEqual(['paste']);
});

test('a sign-in that waits copies its address, its ssh line, and asks for a device code', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['signing-in'], 'sign-in'));
	await press(screen, 'enter', 't', 'd');
	expect(calls.map(call => call.slice(0, 2))).toEqual([
		['copy', 'Address of the sign-in'],
		['copy', 'Line for the second terminal'],
		['startDevice'],
	]);
	expect(calls[1]?.[2]).toBe('ssh -L 8765:localhost:8765 ada@mail7');
});

test('an address is taken by paste anywhere, or typed after p', async () => {
	const {screen, calls, store} = await openApp(atStep(namedStates['signing-in'], 'sign-in'));
	await paste(screen, 'http://localhost:8765/callback?code=1&state=2');
	expect(last(calls)).toEqual(['paste', 'http://localhost:8765/callback?code=1&state=2']);
	await press(screen, 'p');
	await type(screen, 'dtcode');
	expect(JSON.stringify(store.getState())).not.toContain('dtcode');
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['paste', 'dtcode']);
	await press(screen, 'd');
	expect(last(calls)).toEqual(['startDevice']);
});

test('an address that comes as if it were typed is a paste too', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['signing-in'], 'sign-in'));
	await send(screen, 'http://localhost:8765/callback?code=dtpv');
	expect(calls).toEqual([['paste', 'http://localhost:8765/callback?code=dtpv']]);
});

test('a failed test goes where the repair is made, or tests once more', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['mail-failed'], 'incoming'));
	await press(screen, 'enter', 'r', '1', 'u');
	expect(calls).toEqual([
		['openStep', 'provider'],
		['run', 'incoming'],
		['copy', 'Line 1', wrongAudience.fix[0]],
		['copy', 'Address', wrongAudience.see],
	]);
});

test('Enter sends the test message, e changes its recipient', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['signed-in'], 'outgoing'));
	await press(screen, 'enter', 'e');
	await type(screen, 'ada@acme.com');
	await press(screen, 'enter');
	expect(calls[0]).toEqual(['run', 'outgoing']);
	expect(last(calls)).toEqual(['saveFields', 'outgoing', {testRecipient: 'ada@acme.com'}]);
});

test('where a step is done Enter goes on to the next', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['signed-in'], 'sign-in'));
	await press(screen, 'enter');
	expect(calls).toEqual([['openStep', 'token-form']]);
});

test('while a step runs Enter starts nothing twice, and Esc says stop', async () => {
	const state = atStep(namedStates['signed-in'], 'incoming');
	const {screen, calls} = await openApp({
		...state,
		runs: {incoming: {step: 'incoming', startedAt: 1}},
	});
	await press(screen, 'enter', 'r');
	expect(calls).toEqual([]);
	expect(screen.frame()).toContain('esc stop');
	expect(screen.frame()).toContain('running');
});

test('in practice one key plays the portal, the browser and the device', async () => {
	const practice = {isPractice: true} as const;
	const portal = await openApp({...identifying, ...practice});
	await press(portal.screen, 'ctrl+p');
	expect(portal.calls).toEqual([['practice.fillIn']]);
	const signIn = await openApp({
		...atStep(namedStates['signing-in'], 'sign-in'),
		...practice,
	});
	await press(signIn.screen, 'b');
	expect(signIn.calls).toEqual([['practice.playBrowser']]);
	const form = await openApp(atStep(namedStates['practice-fresh'], 'provider'));
	await press(form.screen, 'ctrl+p');
	expect(form.calls).toEqual([['keepDraft', 'provider', 'mailbox', 'evmail@practice.example']]);
});

test('a transcript scrolls, and opens at its beginning', async () => {
	const record = namedStates.complete.records[0];
	const service = {
		protocol: 'imap',
		at: 'imap.example.com:993',
		status: 'running',
		ms: 0,
		layers: [],
		transcript: Array.from({length: 100}, (_, index) => `S: line ${index}`),
	} as const;
	const {screen} = await openApp({
		...atStep(namedStates.complete, 'incoming'),
		records: record ? [record] : [],
		runs: {incoming: {step: 'incoming', startedAt: 1, report: {type: 'incoming', service}}},
	});
	await press(screen, 't');
	expect(screen.frame()).toContain('S: line 0');
	await press(screen, 'end');
	expect(screen.frame()).toContain('S: line 99');
	await press(screen, 'pageup');
	expect(screen.frame()).not.toContain('S: line 99');
	await press(screen, 'home', 'down');
	expect(screen.frame()).toContain('S: line 2');
	expect(screen.frame()).not.toContain('S: line 0');
	await press(screen, 'escape', 't');
	expect(screen.frame()).toContain('S: line 0');
});

test('text of a server can’t reach the terminal as escape codes', async () => {
	const record = namedStates['mail-failed'].records[0];
	const evil = '\u001B]0;owned\u0007\u001B[2J\u009B5mboo';
	const evidence = record?.evidence.incoming;
	if (!record || !evidence) throw new Error('no record');
	const {screen} = await openApp({
		...atStep(namedStates['mail-failed'], 'incoming'),
		records: [
			{
				...record,
				evidence: {
					...record.evidence,
					incoming: {...evidence, diagnosis: {...wrongAudience, said: evil, cause: evil}},
				},
			},
		],
	});
	expect(screen.frame()).toContain('boo');
	expect(screen.frame()).not.toMatch(/[\u001B\u0007\u009B]|owned/);
});

test('a window that becomes too small says so, and comes back whole', async () => {
	const {screen} = await openApp(namedStates.registered);
	const before = screen.frame();
	await screen.resize(30, 8);
	expect(screen.frame()).toContain('mailgrant needs 40 columns');
	await screen.resize(80, 24);
	expect(screen.frame()).toBe(before);
});

const tokenFormState = atStep(namedStates['signed-in'], 'token-form');
const secret = 'kQ8Z~xJ4vN2bT7wR1mP5sD9fG3hL6cY0aE8uIo.q';

test('Enter carries the token form over, field by field, and then says so', async () => {
	const {screen, calls} = await openApp(tokenFormState);
	await press(screen, ...Array(9).fill('enter'));
	expect(calls.map(([verb, what]) => (verb === 'copy' ? what : verb))).toEqual([
		'Email Token Name',
		'Email Token Type',
		'Email Address',
		'Tenant ID',
		'Client ID',
		'copySecret',
		'Scope',
		'the URL of the authorization server',
		'Access Token URL',
	]);
	expect(calls[6]).toEqual([
		'copy',
		'Scope',
		'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
	]);
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['say', 'token-form']);
});

test('the secret is shown by v until the next key, and is in no state', async () => {
	const {screen, store, calls} = await openApp(tokenFormState, {
		answers: {readSecret: () => secret},
	});
	await press(screen, 'down', 'down', 'down', 'down', 'down');
	expect(screen.frame()).toContain('kQ8Z~x… (40 characters)');
	expect(screen.frame()).not.toContain(secret);
	await press(screen, 'v');
	expect(screen.rows()).toContain(secret);
	expect(JSON.stringify(store.getState())).not.toContain(secret);
	await press(screen, 'escape');
	expect(screen.frame()).not.toContain(secret);
	await press(screen, 'v', 'up');
	expect(screen.frame()).not.toContain(secret);
	await press(screen, 'v');
	expect(calls.map(([verb]) => verb)).toEqual(['readSecret', 'readSecret', 'showAlone']);
	expect(calls.at(-1)).toEqual(['showAlone', 'Client ID', expect.stringMatching(/^[\w-]{36}$/)]);
});

test('a grant that is not for ExtraView leaves its form out, and says why', async () => {
	const [record] = namedStates['signed-in'].records;
	if (!record) throw new Error('no record');
	const {screen, calls} = await openApp({
		...tokenFormState,
		records: [{...record, grant: {...record.grant, extraview: 'no'}}],
	});
	expect(screen.frame()).toContain('left out   not for ExtraView');
	await press(screen, 'y', 'c', 'enter');
	expect(calls).toEqual([['openStep', 'incoming']]);
});

test('h opens the hand-over sheet, c copies it whole, s saves it where the admin says', async () => {
	const {screen, calls, store} = await openApp(namedStates.registered);
	await press(screen, 'h', 'c');
	expect(store.getState().overlay).toEqual({type: 'hand-over'});
	const [record] = namedStates.registered.records;
	const sheet = record && handOver(record.grant, namedStates.registered.providers);
	expect(calls).toEqual([['copy', 'Hand-over sheet', sheet]]);
	await press(screen, 's');
	expect(screen.frame()).toMatch(/Save as +~\/hand-over-evmail@acme\.com\.txt/);
	await press(screen, 'ctrl+u');
	await type(screen, '/tmp/sheet');
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['saveText', 'Hand-over sheet', '/tmp/sheet', sheet]);
	await press(screen, 's', 'escape', 'escape');
	expect(last(calls)).toEqual(['back']);
});

const unlocated = () => {
	const [record] = namedStates.registered.records;
	if (!record) throw new Error('no record');
	const {extraviewUrl: _, ...grant} = record.grant;
	return atStep(
		{...namedStates.registered, records: [{...record, grant, evidence: {}}]},
		'instance',
	);
};

test('the base URL is typed, and a paste of what ExtraView shows is compared', async () => {
	const {screen, calls} = await openApp(unlocated());
	await press(screen, 'y', 'c', 't');
	expect(calls).toEqual([]);
	const shown = 'https://a.example.com/evj/OAuth2?p_action=getTokenReturn';
	await paste(screen, shown);
	expect(last(calls)).toEqual(['compareInstance', shown]);
	await press(screen, 'enter');
	await type(screen, 'https://y.example.com/evj');
	await press(screen, 'enter');
	expect(last(calls)).toEqual([
		'saveFields',
		'instance',
		{extraviewUrl: 'https://y.example.com/evj'},
	]);
});

test('n takes ExtraView\u2019s steps out', async () => {
	const {screen, calls} = await openApp(unlocated());
	await press(screen, 'n');
	expect(calls).toEqual([['saveFields', 'instance', {extraview: 'no'}]]);
});

test('the base URL that ExtraView believes in is taken with a key', async () => {
	const state = atStep(namedStates.registered, 'instance');
	const [record] = state.records;
	if (!record?.evidence.instance) throw new Error('no evidence');
	const said = 'https://other.acme.com/evj/OAuth2?p_action=getTokenReturn';
	const instance = {
		...record.evidence.instance,
		outcome: 'failed',
		diagnosis: {...wrongAudience, said, step: undefined},
	} as const;
	const {screen, calls} = await openApp({
		...state,
		records: [{...record, evidence: {...record.evidence, instance}}],
	});
	await press(screen, 't');
	expect(calls).toEqual([
		['saveFields', 'instance', {extraviewUrl: said}],
		['compareInstance', said],
	]);
});

test('who is told is named on the last step, and gets a test mail', async () => {
	const state = atStep(namedStates.complete, 'alive');
	const {screen, calls} = await openApp(state, {
		answers: {nameTold: typed => (typed.includes('@') ? undefined : 'That is no address.')},
	});
	await press(screen, 'm');
	expect(calls.map(([verb]) => verb)).not.toContain('sendTestMail');
	await press(screen, 'n', 'x', 'enter');
	expect(screen.frame()).toContain('That is no address.');
	await type(screen, '@acme.com');
	await press(screen, 'enter');
	expect(last(calls)).toEqual(['nameTold', 'x@acme.com']);
	const named = {...state, notify: {settings: {to: ['x@acme.com']}, told: {}}};
	const other = await openApp(named);
	await press(other.screen, 'm');
	expect(last(other.calls)).toEqual(['sendTestMail']);
});
