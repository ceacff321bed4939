import {expect, test} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {practiceServers} from './client.js';
import {type Dialogue, dialogue, oauthBearer, xoauth2} from './dialogue.js';

const user = 'evmail@practice.example';
const scope = 'https://outlook.office.com/SMTP.Send';
const reply = /^\d{3}(?: .*)?\r\n/m;

const tokenFor = (servers: PracticeServers, account = user) => servers.issueToken({account, scope});

async function greeted(servers: PracticeServers): Promise<Dialogue> {
	const smtp = await dialogue(servers, servers.endpoints.smtps);
	await smtp.hear(reply);
	await smtp.say('EHLO here', reply);
	return smtp;
}

async function signedIn(servers: PracticeServers, account = user): Promise<Dialogue> {
	const smtp = await greeted(servers);
	await smtp.say('AUTH XOAUTH2', /^334/m);
	await smtp.say(xoauth2(account, tokenFor(servers, account)), /^235/m);
	return smtp;
}

async function send(
	smtp: Dialogue,
	mail: {readonly sender?: string; readonly from?: string; readonly to?: string},
): Promise<string> {
	await smtp.say(`MAIL FROM:<${mail.sender ?? user}>`, /^250/m);
	await smtp.say(`RCPT TO:<${mail.to ?? user}>`, /^250/m);
	await smtp.say('DATA', /^354/m);
	const from = mail.from ?? user;
	return smtp.say(`From: "E, V" <${from}>\r\nSubject: Hi\r\n\r\nText\r\n.`, reply);
}

/** The message that came last, with bare line feeds. */
async function newestOf(servers: PracticeServers, account: string): Promise<string> {
	const pop3 = await dialogue(servers, servers.endpoints.pop3);
	await pop3.say('AUTH XOAUTH2', /^\+ \r\n/m);
	const token = servers.issueToken({
		account,
		scope: 'https://outlook.office.com/POP.AccessAsUser.All',
	});
	await pop3.say(xoauth2(account, token), /^\+OK User/m);
	return (await pop3.say('RETR 5', /^\.\r\n/m)).replaceAll('\r\n', '\n');
}

test('TLS from the first byte and STARTTLS lead to the same offers', async () => {
	const servers = await practiceServers();
	const smtp = await dialogue(servers, servers.endpoints.smtp, 'plain');
	expect(await smtp.hear(reply)).toBe('220 practice.example ESMTP mailgrant practice\r\n');
	expect(await smtp.say('EHLO here', reply)).toContain('STARTTLS');
	expect(await smtp.say(`AUTH XOAUTH2 ${xoauth2(user, tokenFor(servers))}`, reply)).toMatch(/^538/);
	await smtp.say('STARTTLS', /^220/m);
	await smtp.startTls();
	expect(await smtp.say('EHLO here', reply)).toMatch(/AUTH XOAUTH2 OAUTHBEARER(?![\s\S]*STARTTLS)/);
	await smtp.say(`AUTH XOAUTH2 ${xoauth2(user, tokenFor(servers))}`, /^235/m);
});

test('OAUTHBEARER works in one step and in two', async () => {
	const servers = await practiceServers();
	const response = oauthBearer(user, tokenFor(servers));
	await (await greeted(servers)).say(`AUTH OAUTHBEARER ${response}`, /^235/m);
	const smtp = await greeted(servers);
	await smtp.say('AUTH OAUTHBEARER', /^334 \r\n/m);
	await smtp.say(response, /^235/m);
	expect(await smtp.say(`AUTH OAUTHBEARER ${response}`, reply)).toMatch(/^503/);
});

test('a refused Microsoft token gets one line, one of Google a challenge and two', async () => {
	const servers = await practiceServers();
	const smtp = await greeted(servers);
	await smtp.say('AUTH XOAUTH2', /^334/m);
	expect(await smtp.say(xoauth2(user, 'x.y.z'), reply)).toMatch(/^535 5\.7\.3 Authentication unsu/);
	await smtp.say('AUTH XOAUTH2', /^334/m);
	expect(await smtp.say(xoauth2(user, 'ya29.x'), reply)).toMatch(/^334 eyJzdGF0dXMi/);
	expect(await smtp.say('', reply)).toMatch(/^535-5\.7\.8 .*\r\n535 5\.7\.8 {2}https/);
	await smtp.say(`AUTH XOAUTH2 ${xoauth2(user, tokenFor(servers))}`, /^235/m);
});

test('an aborted or garbled sign-in leaves the dialogue whole', async () => {
	const servers = await practiceServers();
	const smtp = await greeted(servers);
	await smtp.say('AUTH XOAUTH2', /^334/m);
	expect(await smtp.say('*', reply)).toMatch(/^501/);
	expect(await smtp.say('AUTH XOAUTH2 ???', reply)).toMatch(/^501/);
	expect(await smtp.say('AUTH PLAIN AAAA', reply)).toMatch(/^504/);
	expect(await smtp.say('NOOP', reply)).toMatch(/^250/);
});

test('who is not signed in sends nothing', async () => {
	const servers = await practiceServers();
	const smtp = await greeted(servers);
	expect(await smtp.say(`MAIL FROM:<${user}>`, reply)).toMatch(/^530 5\.7\.57/);
});

test('the sender in envelope and header must be the account or one it may send as', async () => {
	const servers = await practiceServers();
	const ada = 'ada@practice.example';
	const shared = 'shared@practice.example';
	const smtp = await signedIn(servers, ada);
	expect(await send(smtp, {sender: ada, from: user})).toMatch(
		/^554 5\.2\.252 SendAsDenied; ada@practice\.example not allowed to send as evmail@/,
	);
	expect(await send(smtp, {sender: user, from: ada})).toMatch(/^554 5\.2\.252/);
	expect(await send(smtp, {sender: shared, from: shared})).toMatch(/^250/);
});

test.each([
	['notify', /^From: "E, V" <notify@practice\.example>$/m, /^Sender:/m],
	['helpdesk', /^Sender: <evmail@[\s\S]*^From: "E, V" <helpdesk@practice\.example>$/m, /old-name/],
	['old-name', /^From: <evmail@practice\.example>$/m, /old-name/],
])('%s arrives as its right says', async (name, has, lacks) => {
	const servers = await practiceServers();
	const from = `${name}@practice.example`;
	expect(await send(await signedIn(servers), {from, sender: from})).toMatch(/^250/);
	const arrived = await newestOf(servers, user);
	expect(arrived).toMatch(has);
	expect(arrived).not.toMatch(lacks);
	expect(arrived).toMatch(/^Subject: Hi\n\nText$/m);
	const ada = await signedIn(servers, 'ada@practice.example');
	expect(await send(ada, {from, sender: 'ada@practice.example'})).toMatch(/^554 5\.2\.252/);
});

test('an unknown recipient is refused', async () => {
	const servers = await practiceServers();
	const smtp = await signedIn(servers);
	await smtp.say(`MAIL FROM:<${user}>`, /^250/m);
	expect(await smtp.say('RCPT TO:<nobody@practice.example>', reply)).toMatch(/^550 5\.1\.1/);
	expect(await smtp.say('RCPT TO:<someone@example.com>', reply)).toMatch(/^550/);
});

test('a sent message is in POP3, and a copy in Sent', async () => {
	const servers = await practiceServers();
	expect(await send(await signedIn(servers), {to: 'ada@practice.example'})).toMatch(/^250/);
	expect(await newestOf(servers, 'ada@practice.example')).toMatch(
		/Received: .*ESMTPSA[\s\S]*Subject: Hi/,
	);
	const imap = await dialogue(servers, servers.endpoints.imap);
	const reading = servers.issueToken({
		account: user,
		scope: 'https://outlook.office.com/IMAP.AccessAsUser.All',
	});
	await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, reading)}`, /^a OK/m);
	expect(await imap.say('b STATUS Sent (MESSAGES)', /^b OK/m)).toContain('(MESSAGES 1)');
});
