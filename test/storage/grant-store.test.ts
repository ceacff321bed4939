import {existsSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now, recordOf, storesIn, userErrorOf} from './fixtures.js';

const modeOf = (file: string) => (statSync(file).mode & 0o7777).toString(8);
const proved = (summary: string): Evidence => ({at: now, outcome: 'proved', fits: '[]', summary});

function settingsOf(directory: string) {
	const file = path.join(directory, 'grants.json');
	return {
		file,
		read: () => JSON.parse(readFileSync(file, 'utf8')),
		edit(change: (content: Record<string, never> & {grants: Record<string, never>[]}) => unknown) {
			const content = JSON.parse(readFileSync(file, 'utf8'));
			change(content);
			writeFileSync(file, JSON.stringify(content));
		},
	};
}

test('reading creates nothing', async () => {
	const directory = path.join(temporaryDirectory(), 'config', 'mailgrant');
	const {grants, secrets} = storesIn(directory);
	expect(grants.list()).toEqual([]);
	expect(grants.read('a')).toBeUndefined();
	expect(grants.readResume()).toEqual({});
	expect(grants.readDrafts()).toEqual({});
	expect(secrets.read('a')).toEqual({});
	expect(secrets.facts('a').clientSecret).toBeUndefined();
	await grants.remove('a');
	expect(existsSync(path.dirname(directory))).toBe(false);
});

test('the first write makes directories of 0700 and a file of 0600', async () => {
	const directory = path.join(temporaryDirectory(), 'config', 'mailgrant');
	const {grants} = storesIn(directory);
	await grants.write(recordOf('evmail@acme.com'));
	expect(modeOf(path.dirname(directory))).toBe('700');
	expect(modeOf(directory)).toBe('700');
	expect(modeOf(path.join(directory, 'grants.json'))).toBe('600');
	expect(grants.read('evmail@acme.com')).toEqual(recordOf('evmail@acme.com'));
});

test('a link to a safe directory is followed', async () => {
	const parent = temporaryDirectory();
	await storesIn(path.join(parent, 'real')).grants.write(recordOf('a'));
	symlinkSync(path.join(parent, 'real'), path.join(parent, 'link'));
	const {grants} = storesIn(path.join(parent, 'link'));
	await grants.write(recordOf('b'));
	expect(storesIn(path.join(parent, 'real')).grants.list()).toHaveLength(2);
});

test('any name is kept as it is, in the order of creation', async () => {
	const names = [
		'z',
		'evmail@acme.com',
		'__proto__',
		'constructor',
		'12',
		'3',
		'a/b',
		'../x',
		'ü "',
	];
	const {grants, secrets} = storesIn(temporaryDirectory());
	for (const name of names) {
		await grants.write(recordOf(name, {clientId: `id of ${name}`.replace(/[^!-~]/g, '')}));
		await secrets.update(name, () => ({clientSecret: {value: `secret of ${name}`, setAt: now}}));
	}
	await grants.write(recordOf('evmail@acme.com', {tenant: 'acme.com'}));
	expect(grants.list().map(({grant}) => grant.name)).toEqual(names);
	for (const name of names) {
		expect(secrets.read(name).clientSecret?.value).toBe(`secret of ${name}`);
	}
	expect(Object.hasOwn(Object.prototype, 'clientSecret')).toBe(false);
});

test('evidence comes back without transcripts', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	const service = {
		protocol: 'imap',
		at: 'imap.acme.com:993',
		status: 'ok',
		ms: 12,
		layers: [{name: 'connect', status: 'ok', ms: 3, detail: '192.0.2.1'}],
	} as const;
	const transcript = ['C: AUTHENTICATE XOAUTH2 canary-transcript'];
	const incoming = (withTranscript: object): Evidence => ({
		...proved('3 messages'),
		report: {
			type: 'incoming',
			service: {...service, ...withTranscript},
			mailbox: {messages: 3, newest: {subject: 'Hello'}},
		},
	});
	await grants.write({
		...recordOf('a'),
		evidence: {incoming: incoming({transcript})},
		ticks: ['new', 'api'],
	});
	expect(storesIn(directory).grants.read('a')).toEqual({
		...recordOf('a'),
		evidence: {incoming: incoming({})},
		ticks: ['new', 'api'],
	});
	expect(readFileSync(path.join(directory, 'grants.json'), 'utf8')).not.toContain('canary');
});

test('drafts keep the fields of a grant and nothing that may be a secret', () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	grants.writeDrafts({
		'a/client': {clientId: 'id', tenant: 'acme', clientSecret: 'canary-1', paste: 'canary-2'},
		'a/sign-in': {paste: 'http://localhost/?code=canary-3'},
	});
	expect(grants.readDrafts()).toEqual({'a/client': {clientId: 'id', tenant: 'acme'}});
	expect(readFileSync(path.join(directory, 'grants.json'), 'utf8')).not.toContain('canary');
});

test('the place where the admin was comes back, also without a grant', () => {
	const {grants} = storesIn(temporaryDirectory());
	grants.writeResume({grant: 'a', step: 'sign-in'});
	expect(grants.readResume()).toEqual({grant: 'a', step: 'sign-in'});
	const carried = {'carried:token-form:a:3:x': 1};
	grants.writeResume({grant: 'a', carried: {...carried, 'scroll:help': 2, 'carried:b': -1}});
	expect(grants.readResume()).toEqual({grant: 'a', carried});
	grants.writeResume({});
	expect(grants.readResume()).toEqual({});
});

test('what two processes change in one grant is all kept', () => {
	const directory = temporaryDirectory();
	const one = storesIn(directory).grants;
	const other = storesIn(directory).grants;
	one.write({...recordOf('a'), evidence: {redirect: proved('earlier')}, ticks: ['x']});
	const mine = one.read('a') ?? expect.fail('no grant');
	const theirs = other.read('a') ?? expect.fail('no grant');
	other.write({
		grant: {...theirs.grant, tenant: 'acme.com', callbackPort: 9999},
		evidence: {services: proved('all answer'), redirect: proved('later')},
		ticks: ['x', 'y'],
	});
	one.write({
		grant: {...mine.grant, clientId: 'id'},
		evidence: {...mine.evidence, client: proved('known')},
		ticks: [],
	});
	expect(one.read('a')).toEqual({
		grant: {...mine.grant, tenant: 'acme.com', callbackPort: 9999, clientId: 'id'},
		evidence: {
			services: proved('all answer'),
			redirect: proved('later'),
			client: proved('known'),
		},
		ticks: ['y'],
	});
});

test('a field that is emptied and evidence that is taken back are gone', async () => {
	const {grants} = storesIn(temporaryDirectory());
	await grants.write({...recordOf('a', {tenant: 'acme.com'}), evidence: {client: proved('known')}});
	await grants.write(recordOf('a'));
	expect(grants.read('a')).toEqual(recordOf('a'));
});

test('renaming keeps the place and refuses a name that is taken', async () => {
	const {grants} = storesIn(temporaryDirectory());
	for (const name of ['a', 'b', 'c']) await grants.write(recordOf(name));
	await grants.rename('b', 'x');
	expect(grants.list().map(({grant}) => grant.name)).toEqual(['a', 'x', 'c']);
	expect((await userErrorOf(() => grants.rename('a', 'c'))).message).toContain('"c" already');
	expect((await userErrorOf(() => grants.rename('zz', 'y'))).message).toContain('no grant "zz"');
	await grants.remove('x');
	expect(grants.list().map(({grant}) => grant.name)).toEqual(['a', 'c']);
});

test('fields and steps that this version does not know survive a write', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	await grants.write(recordOf('a'));
	settingsOf(directory).edit(content => {
		Object.assign(content, {colours: 'on'});
		Object.assign(content.grants[0] ?? {}, {pinned: true, evidence: {later: {at: 1}}});
		Object.assign(content.grants[0]?.grant ?? {}, {certificate: 'x.pem'});
	});
	const record = grants.read('a') ?? expect.fail('no grant');
	expect(record.grant).toEqual(recordOf('a').grant);
	await grants.write({...record, evidence: {client: proved('known')}});
	await grants.rename('a', 'b');
	expect(settingsOf(directory).read()).toMatchObject({
		version: 1,
		colours: 'on',
		grants: [
			{
				pinned: true,
				grant: {name: 'b', certificate: 'x.pem'},
				evidence: {later: {at: 1}, client: {summary: 'known'}},
			},
		],
	});
});

test.each([
	[
		'mailbox',
		'evmail',
		/"evmail@acme\.com" in .*grants\.json: Email Address \("mailbox"\).*domain/,
	],
	['callbackPort', 80, /Callback port \("callbackPort"\).*1024/],
	['callbackPort', '8765', /Callback port \("callbackPort"\): it is not a number/],
	['provider', 'yahoo', /Email Token Type \("provider"\).*none of/],
	['imap', 'imap.acme.com', /IMAP server \("imap"\).*HOST:PORT/],
	['tenant', {}, /Tenant ID \("tenant"\): it is not a text/],
	['flow', undefined, /Flow \("flow"\) is missing/],
])('a bad %s is an error that names grant and field: %j', async (field, value, expected) => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	await grants.write(recordOf('evmail@acme.com'));
	const settings = settingsOf(directory);
	settings.edit(content => Object.assign(content.grants[0]?.grant ?? {}, {[field]: value}));
	const before = readFileSync(settings.file);
	for (const work of [() => grants.list(), () => grants.write(recordOf('b'))]) {
		const error = await userErrorOf(work);
		expect(error.message).toMatch(expected);
		expect(error.nextSteps.length).toBeGreaterThan(0);
	}
	expect(readFileSync(settings.file)).toEqual(before);
});

test('a record that could not be read back is not written', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	await userErrorOf(() => grants.write(recordOf('a', {mailbox: 'nobody'})));
	expect(existsSync(path.join(directory, 'grants.json'))).toBe(false);
});

test('damaged evidence, a grant twice and a list that is none are errors', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	const settings = settingsOf(directory);
	const errorAfter = async (change: Parameters<typeof settings.edit>[0]) => {
		await grants.remove('a');
		await grants.write(recordOf('a'));
		settings.edit(change);
		const error = await userErrorOf(() => grants.list());
		settings.edit(content => Object.assign(content, {grants: []}));
		return error.message;
	};
	const damage = {client: {at: 'yesterday', outcome: 'proved', fits: '', summary: ''}};
	expect(
		await errorAfter(content => Object.assign(content.grants[0] ?? {}, {evidence: damage})),
	).toContain('step "client" is damaged');
	expect(
		await errorAfter(content =>
			Object.assign(content, {grants: content.grants.concat(content.grants)}),
		),
	).toContain('two grants "a"');
	expect(await errorAfter(content => Object.assign(content, {grants: {}}))).toContain('is no list');
});

test('escape sequences in an edited file do not come through', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory);
	const summary = 'fine';
	await grants.write({...recordOf('a'), evidence: {client: proved(summary)}});
	settingsOf(directory).edit(content => {
		Object.assign(content.grants[0]?.grant ?? {}, {name: '\u001B[2Ja'});
		Object.assign(content.grants[0] ?? {}, {evidence: {client: proved('\u001B]0;x\u0007fine')}});
	});
	const [record] = grants.list();
	expect(record?.grant.name).toBe('a');
	expect(record?.evidence.client?.summary).toBe('fine');
});
