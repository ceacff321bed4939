import {expect, test} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {practiceServers} from './client.js';
import {type Dialogue, dialogue, oauthBearer, xoauth2} from './dialogue.js';

const user = 'evmail@practice.example';
const tokenFor = (servers: PracticeServers) =>
	servers.issueToken({
		account: user,
		scope: 'https://outlook.office.com/POP.AccessAsUser.All',
	});

const reply = /^(?:\+OK|-ERR).*\r\n/m;
const listing = /^\.\r\n|^-ERR/m;

async function signedIn(servers: PracticeServers): Promise<Dialogue> {
	const pop3 = await dialogue(servers, servers.endpoints.pop3);
	await pop3.hear(reply);
	await pop3.say('AUTH XOAUTH2', /^\+ \r\n/m);
	await pop3.say(xoauth2(user, tokenFor(servers)), /^\+OK/m);
	return pop3;
}

test('messages are counted, listed, read and deleted at the end', async () => {
	const servers = await practiceServers();
	servers.deliver(user, 'Subject: Dots\r\n\r\n.first\r\n..second\r\nlast');
	const pop3 = await signedIn(servers);
	expect(await pop3.say('STAT', reply)).toMatch(/^\+OK 5 \d+\r\n$/);
	expect(await pop3.say('LIST', listing)).toMatch(/\r\n5 39\r\n\.\r\n$/);
	expect(await pop3.say('LIST 5', reply)).toBe('+OK 5 39\r\n');
	expect(await pop3.say('RETR 5', listing)).toContain(
		'\r\n\r\n..first\r\n...second\r\nlast\r\n.\r\n',
	);
	expect(await pop3.say('TOP 5 1', listing)).toMatch(/Dots\r\n\r\n\.\.first\r\n\.\r\n$/);
	const ids = (await pop3.say('UIDL', listing)).match(/^\d \S+$/gm) ?? [];
	expect(new Set(ids).size).toBe(5);
	await pop3.say('DELE 1', /^\+OK/m);
	expect(await pop3.say('RETR 1', reply)).toMatch(/^-ERR/);
	expect(await pop3.say('STAT', reply)).toMatch(/^\+OK 4 /);
	await pop3.say('RSET', /^\+OK/m);
	await pop3.say('DELE 2', /^\+OK/m);
	expect(await (await signedIn(servers)).say('STAT', reply)).toMatch(/^\+OK 5 /);
	await pop3.say('QUIT', /^\+OK/m);
	expect(await (await signedIn(servers)).say('STAT', reply)).toMatch(/^\+OK 4 /);
});

test('a message that arrives later is not in the session', async () => {
	const servers = await practiceServers();
	const pop3 = await signedIn(servers);
	servers.deliver(user, 'Subject: Late\r\n\r\n');
	expect(await pop3.say('STAT', reply)).toMatch(/^\+OK 4 /);
});

test('Exchange takes XOAUTH2 in two lines only', async () => {
	const servers = await practiceServers();
	const pop3 = await dialogue(servers, servers.endpoints.pop3);
	await pop3.hear(reply);
	const response = xoauth2(user, tokenFor(servers));
	expect(await pop3.say(`AUTH XOAUTH2 ${response}`, reply)).toBe(
		'-ERR Protocol error. Connection is closed. 10\r\n',
	);
	await pop3.end();
});

test('OAUTHBEARER takes the response on the same line', async () => {
	const servers = await practiceServers();
	const token = servers.issueToken({account: user, dialect: 'plain', scope: 'mail.pop3'});
	const pop3 = await dialogue(servers, servers.endpoints.pop3);
	await pop3.hear(reply);
	await pop3.say(`AUTH OAUTHBEARER ${oauthBearer(user, token)}`, /^\+OK User/m);
});

test('STLS comes before the sign-in, which is refused as Exchange does', async () => {
	const servers = await practiceServers();
	const pop3 = await dialogue(servers, servers.endpoints.pop3Starttls, 'plain');
	await pop3.hear(reply);
	expect(await pop3.say('CAPA', listing)).toMatch(/^STLS\r$(?![\s\S]*^SASL)/m);
	expect(await pop3.say('AUTH XOAUTH2', reply)).toMatch(/^-ERR/);
	await pop3.say('STLS', /^\+OK/m);
	await pop3.startTls();
	expect(await pop3.say('CAPA', listing)).toMatch(/^SASL XOAUTH2 OAUTHBEARER\r$/m);
	expect(await pop3.say('STAT', reply)).toMatch(/^-ERR/);
	await pop3.say('AUTH XOAUTH2', /^\+ /m);
	const token = servers.issueToken({
		account: user,
		scope: 'https://outlook.office.com/IMAP.AccessAsUser.All',
	});
	expect(await pop3.say(xoauth2(user, token), reply)).toBe(
		'-ERR Authentication failure: unknown user name or bad password.\r\n',
	);
});

test.each([['RETR'], ['RETR 0'], ['RETR 99'], ['TOP x'], ['XYZZY'], ['USER x']])(
	'%s is an error and no end',
	async line => {
		const servers = await practiceServers();
		const pop3 = await signedIn(servers);
		expect(await pop3.say(line, reply)).toMatch(/^-ERR/);
		await pop3.say('NOOP', /^\+OK/m);
	},
);
