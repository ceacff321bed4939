import {ImapFlow} from 'imapflow';
import {expect, onTestFinished, test} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {portOf, practiceServers} from './client.js';
import {type Dialogue, dialogue, oauthBearer, xoauth2} from './dialogue.js';

const user = 'evmail@practice.example';
const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All';
const tokenFor = (servers: PracticeServers, account = user) => servers.issueToken({account, scope});

async function imapFlow(servers: PracticeServers, account = user): Promise<ImapFlow> {
	const client = new ImapFlow({
		host: 'localhost',
		port: portOf(servers.endpoints.imap),
		secure: true,
		auth: {user: account, accessToken: tokenFor(servers, account)},
		tls: {ca: servers.ca},
		logger: false,
	});
	onTestFinished(() => client.close());
	await client.connect();
	return client;
}

/** Signed in by hand. */
async function signedIn(servers: PracticeServers): Promise<Dialogue> {
	const imap = await dialogue(servers, servers.endpoints.imap);
	await imap.hear(/ready/);
	await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, tokenFor(servers))}`, /^a OK/m);
	return imap;
}

test('imapflow reads structure, parts and flags', async () => {
	const servers = await practiceServers();
	const client = await imapFlow(servers);
	await client.mailboxOpen('INBOX');
	const messages = await client.fetchAll('1:*', {
		envelope: true,
		bodyStructure: true,
		flags: true,
		size: true,
		internalDate: true,
		headers: ['subject', 'message-id'],
	});
	expect(messages).toHaveLength(4);
	expect(messages[1]?.envelope).toMatchObject({
		subject: 'Anfrage: Öl für Pumpe 4',
		from: [{name: 'Jörg Brückner', address: 'joerg@customer.example'}],
	});
	expect(messages[1]?.bodyStructure).toMatchObject({
		type: 'multipart/alternative',
		childNodes: [{type: 'text/plain'}, {type: 'text/html'}],
	});
	expect(messages[0]?.flags).toEqual(new Set(['\\Seen']));
	expect(messages[2]?.bodyStructure?.childNodes?.[1]).toMatchObject({
		type: 'text/csv',
		disposition: 'attachment',
		dispositionParameters: {filename: 'report.csv'},
	});
	expect(messages[3]?.headers?.toString()).toMatch(
		/^Subject: Re: .*\r\nMessage-ID: <.*>\r\n\r\n$/s,
	);
	const {content} = await client.download('3', '2');
	let text = '';
	for await (const chunk of content ?? []) text += chunk;
	expect(text).toBe('line,minutes\r\n1,480\r\n2,472\r\n');
});

test('imapflow searches, flags and expunges', async () => {
	const servers = await practiceServers();
	const client = await imapFlow(servers);
	await client.mailboxOpen('INBOX');
	expect(await client.search({subject: 'invoice'})).toEqual([4]);
	expect(await client.search({seen: false})).toEqual([2, 3, 4]);
	expect(await client.search({or: [{from: 'miles'}, {larger: 100_000}]})).toEqual([1]);
	expect(await client.search({since: new Date(Date.now() - 20 * 3_600_000)})).toContain(4);
	expect(await client.search({before: new Date('2001-01-01')})).toEqual([]);
	await client.messageFlagsAdd('2:3', ['\\Flagged']);
	expect(await client.search({flagged: true})).toEqual([2, 3]);
	await client.messageDelete('1');
	const status = await client.status('INBOX', {messages: true, unseen: true});
	expect(status).toMatchObject({messages: 3, unseen: 3});
});

test('folders are listed with their use', async () => {
	const servers = await practiceServers();
	const client = await imapFlow(servers);
	const folders = await client.list();
	expect(folders.map(folder => [folder.path, folder.specialUse])).toEqual(
		expect.arrayContaining([
			['INBOX', '\\Inbox'],
			['Sent', '\\Sent'],
		]),
	);
});

test('a delivery is told to who idles', async () => {
	const servers = await practiceServers();
	const client = await imapFlow(servers);
	await client.mailboxOpen('INBOX');
	const told = new Promise<number>(resolve => {
		client.on('exists', ({count}) => resolve(count));
	});
	const idling = client.idle();
	servers.deliver(user, 'Subject: News\r\n\r\nHello\r\n');
	expect(await told).toBe(5);
	await client.noop();
	await idling;
	const newest = await client.fetchOne('*', {envelope: true});
	expect(newest ? newest.envelope?.subject : '').toBe('News');
});

test('a message that another client removes is told after the next command', async () => {
	const servers = await practiceServers();
	const [imap, other] = [await signedIn(servers), await signedIn(servers)];
	await imap.say('b SELECT INBOX', /^b OK \[READ-WRITE\]/m);
	await other.say('b SELECT INBOX', /^b OK/m);
	await other.say('c STORE 2 +FLAGS.SILENT (\\deleted)', /^c OK/m);
	expect(await other.say('d EXPUNGE', /^d OK/m)).toContain('* 2 EXPUNGE');
	expect(await imap.say('c FETCH 4 (FLAGS)', /^c OK/m)).not.toContain('EXPUNGE');
	expect(await imap.say('d NOOP', /^d OK/m)).toContain('* 2 EXPUNGE');
});

test('sections, partials and literals are served to the byte', async () => {
	const servers = await practiceServers();
	servers.deliver(
		user,
		'Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nX: 1\r\n\r\nbody\r\n--b--\r\n',
	);
	const imap = await signedIn(servers);
	await imap.say('b SELECT {5}', /^\+/m);
	await imap.say('INBOX', /^b OK/m);
	const fetch = async (item: string) =>
		(await imap.say(`c FETCH 5 ${item}`, /^c OK/m)).replace(/^c OK[\s\S]*/m, '');
	expect(await fetch('BODY.PEEK[1]')).toBe('* 5 FETCH (BODY[1] {5}\r\nplain)\r\n');
	expect(await fetch('BODY.PEEK[2.HEADER]')).toContain('{24}\r\nSubject: inner\r\nX: 1\r\n\r\n)');
	expect(await fetch('BODY.PEEK[2.TEXT]')).toContain('{4}\r\nbody)');
	expect(await fetch('BODY.PEEK[2.1]')).toContain('{4}\r\nbody)');
	expect(await fetch('BODY.PEEK[2.MIME]')).toContain('Content-Type: message/rfc822\r\n\r\n)');
	expect(await fetch('BODY.PEEK[9]')).toContain('BODY[9] NIL');
	expect(await fetch('BODY.PEEK[]<0.7>')).toContain('BODY[]<0> {7}\r\nSubject)');
	expect(await fetch('BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT)]')).toMatch(
		/\r\nContent-Type: [^\r]*\r\n\r\n\)/,
	);
	expect(await fetch('(UID BODYSTRUCTURE)')).toMatch(/"RFC822" .*\("TEXT" "PLAIN" .*"MIXED"/);
	expect(await fetch('BODY[TEXT]')).toContain('FLAGS (\\Seen)');
});

test.each([
	['b FETCH 1 (BODY[)'],
	['b FETCH'],
	['b SEARCH'],
	['b SEARCH OR ALL'],
	[`b SEARCH ${'NOT '.repeat(15_000)}ALL`],
	[`b LIST ${'('.repeat(100)}`],
	['b SELECT "unclosed'],
	['b UID'],
	['b __proto__'],
	['b FETCH 1:2:3 FLAGS'],
])('%s is answered with BAD, and the dialogue goes on', async line => {
	const servers = await practiceServers();
	const imap = await signedIn(servers);
	await imap.say('x EXAMINE INBOX', /^x OK/m);
	expect(await imap.say(line, /^b /m)).toMatch(/^b BAD/m);
	await imap.say('c NOOP', /^c OK/m);
});

test('a line that never ends and a huge literal end the connection', async () => {
	const servers = await practiceServers();
	const first = await dialogue(servers, servers.endpoints.imap);
	await expect(first.say('a'.repeat(70_000), /OK [^m]/)).rejects.toThrow('ended');
	const second = await dialogue(servers, servers.endpoints.imap);
	await expect(second.say('a LOGIN {999999999}', /\+/)).rejects.toThrow('ended');
});

test('nothing is served before the sign-in, and no sign-in before TLS', async () => {
	const servers = await practiceServers();
	const imap = await dialogue(servers, servers.endpoints.imapStarttls, 'plain');
	expect(await imap.say('a CAPABILITY', /^a OK/m)).toMatch(/STARTTLS(?![\s\S]*AUTH=)/);
	const initial = xoauth2(user, tokenFor(servers));
	expect(await imap.say(`b AUTHENTICATE XOAUTH2 ${initial}`, /^b /m)).toMatch(/^b NO/m);
	await imap.say('c STARTTLS', /^c OK/m);
	await imap.startTls();
	expect(await imap.say('d CAPABILITY', /^d OK/m)).toMatch(/AUTH=XOAUTH2 AUTH=OAUTHBEARER/);
	expect(await imap.say('e SELECT INBOX', /^e /m)).toMatch(/^e BAD/m);
	expect(await imap.say('f STARTTLS', /^f /m)).toMatch(/^f BAD/m);
	expect(await imap.say(`g AUTHENTICATE XOAUTH2 ${initial}`, /^g /m)).toMatch(/^g OK/m);
});

test('what comes in plain text behind STARTTLS is dropped', async () => {
	const servers = await practiceServers();
	const imap = await dialogue(servers, servers.endpoints.imapStarttls, 'plain');
	await imap.say('c STARTTLS\r\nd NOOP', /^c OK/m);
	await imap.startTls();
	expect(await imap.say('e NOOP', /^e OK/m)).not.toContain('d OK');
});

test('both mechanisms work with the response on the same line and on the next', async () => {
	const servers = await practiceServers();
	for (const [mechanism, encode] of [
		['XOAUTH2', xoauth2],
		['OAUTHBEARER', oauthBearer],
	] as const) {
		const response = encode(user, tokenFor(servers));
		const one = await dialogue(servers, servers.endpoints.imap);
		await one.say(`a AUTHENTICATE ${mechanism} ${response}`, /^a OK/m);
		const two = await dialogue(servers, servers.endpoints.imap);
		await two.say(`a AUTHENTICATE ${mechanism}`, /^\+ \r\n/m);
		await two.say(response, /^a OK/m);
	}
	expect(servers.requests.imap.some(line => line.startsWith('a AUTHENTICATE XOAUTH2 '))).toBe(true);
});

test.each([
	['has ended', {lifeSeconds: -1}],
	['is for Graph', {audience: 'https://graph.microsoft.com'}],
	['is for SMTP only', {scope: 'https://outlook.office.com/SMTP.Send'}],
])('a Microsoft token that %s is refused as Exchange does', async (_, options) => {
	const servers = await practiceServers();
	const token = servers.issueToken({account: user, scope, ...options});
	const imap = await dialogue(servers, servers.endpoints.imap);
	const answer = await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, token)}`, /^a /m);
	expect(answer).toMatch(/^a NO AUTHENTICATE failed\.\r\n$/m);
});

test('a token that nobody issued is refused, one of Google with a challenge', async () => {
	const servers = await practiceServers();
	const imap = await dialogue(servers, servers.endpoints.imap);
	const first = await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, 'ya29.x')}`, /^\+ .*\r\n/m);
	const challenge = /^\+ (\S+)/m.exec(first)?.[1] ?? '';
	expect(JSON.parse(Buffer.from(challenge, 'base64').toString())).toEqual({
		status: '400',
		schemes: 'Bearer',
		scope: 'https://mail.google.com/',
	});
	expect(await imap.say('', /^a /m)).toBe(
		'a NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n',
	);
	expect(await imap.say(`b AUTHENTICATE XOAUTH2 ${xoauth2(user, 'x')}`, /^b /m)).toContain(
		'b NO AUTHENTICATE failed.',
	);
});

test('a member opens the shared mailbox under its address', async () => {
	const servers = await practiceServers();
	const token = tokenFor(servers, 'ada@practice.example');
	const imap = await dialogue(servers, servers.endpoints.imap);
	const shared = xoauth2('shared@practice.example', token);
	await imap.say(`a AUTHENTICATE XOAUTH2 ${shared}`, /^a OK/m);
	const stranger = await dialogue(servers, servers.endpoints.imap);
	const refused = xoauth2('shared@practice.example', tokenFor(servers));
	await stranger.say(`a AUTHENTICATE XOAUTH2 ${refused}`, /^a OK/m);
	await stranger.say('b CAPABILITY', /^b OK/m);
	await stranger.say('c SELECT INBOX', /^c BAD User is authenticated but not connected\./m);
	await stranger.say('d LOGOUT', /^d OK/m);
});

test('by Google nobody is let in to the mailbox of another', async () => {
	const servers = await practiceServers();
	const token = servers.issueToken({
		account: 'ada@practice.example',
		scope: 'https://mail.google.com/',
		audience: 'https://mail.google.com/',
		dialect: 'google',
	});
	const imap = await dialogue(servers, servers.endpoints.imap);
	await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, token)}`, /^\+ /m);
	await imap.say('', /^a NO \[AUTHENTICATIONFAILED\]/m);
});
