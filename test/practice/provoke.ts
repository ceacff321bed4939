import type {Faults} from '../../source/practice/faults.js';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {ask, obtainCode, redeem, signIn} from './client.js';
import {dialogue, xoauth2} from './dialogue.js';

const user = 'evmail@practice.example';
const scopes =
	'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send';

/** Walks through all that the servers offer while the faults are in force, and gives all that they said. */
export async function provoke(servers: PracticeServers, faults: Faults): Promise<string> {
	const heard: string[] = [];
	const {device, token, metadata} = servers.endpoints.microsoft;
	const {clientId, clientSecret} = servers.identity;
	const {refreshToken} = await signIn(servers);
	const {json} = await ask(servers.ca, device, {client_id: clientId, scope: scopes});
	const accessToken = servers.issueToken({account: user, scope: scopes});
	servers.faults.set(faults);
	const attempt = async (work: () => Promise<string>) => {
		try {
			heard.push(await work());
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? `code ${error.code}` : '';
			heard.push(`${error} ${code}`);
		}
	};
	const post = (fields: Readonly<Record<string, string>>) => async () =>
		(await ask(servers.ca, token, {client_id: clientId, ...fields})).text;
	await attempt(async () => (await ask(servers.ca, metadata)).text);
	await attempt(
		async () => (await ask(servers.ca, device, {client_id: clientId, scope: 'openid'})).text,
	);
	await attempt(async () => {
		const got = await obtainCode(servers);
		if (got.last.port === '9') heard.push(decodeURIComponent(got.last.search).replaceAll('+', ' '));
		return got.code === ''
			? (await ask(servers.ca, got.last.href)).text.replaceAll('&#39;', "'")
			: (await redeem(servers, got)).text;
	});
	await attempt(
		post({grant_type: 'refresh_token', refresh_token: refreshToken, client_secret: clientSecret}),
	);
	await attempt(post({grant_type: 'device_code', device_code: String(json.device_code)}));
	await attempt(
		post({
			grant_type: 'client_credentials',
			scope: 'https://outlook.office365.com/.default',
			client_secret: clientSecret,
		}),
	);
	const response = xoauth2(user, accessToken);
	const imap = /^(?:\S+ (?:OK|NO|BAD)|\+|\* BYE).*\r\n/m;
	await attempt(() =>
		talk(servers, servers.endpoints.imap, imap, [
			'A0 CAPABILITY',
			'A1 AUTHENTICATE XOAUTH2',
			response,
			'A2 LIST "" "*"',
			'A3 SELECT INBOX',
			'A4 LOGOUT',
		]),
	);
	const pop3 = /^(?:\+OK|-ERR|\+).*\r\n/m;
	await attempt(() =>
		talk(servers, servers.endpoints.pop3, pop3, ['AUTH XOAUTH2', response, 'STAT', 'QUIT']),
	);
	const smtp = /^\d{3}(?: .*)?\r\n/m;
	const mail = [
		`MAIL FROM:<${user}>`,
		`RCPT TO:<${user}>`,
		'DATA',
		`From: ${user}\r\n\r\nHi\r\n.`,
		'QUIT',
	];
	await attempt(() =>
		talk(servers, servers.endpoints.smtps, smtp, ['EHLO here', 'AUTH XOAUTH2', response, ...mail]),
	);
	return heard.join('\n---\n');
}

/** Says every line whatever is answered, so that last words are heard too; only a message is kept back when DATA is refused. */
async function talk(
	servers: PracticeServers,
	endpoint: string,
	until: RegExp,
	lines: readonly string[],
): Promise<string> {
	const wire = await dialogue(servers, endpoint);
	let heard = '';
	let answer = '';
	try {
		heard = await wire.hear(until);
		for (const line of lines) {
			if (line.startsWith('From:') && !answer.startsWith('354')) continue;
			answer = await wire.say(line, until);
			heard += answer;
			// A challenge in place of a verdict is acknowledged with an empty line.
			if (/^(?:\+|334) eyJ/m.test(answer)) heard += await wire.say('', until);
		}
	} catch (error) {
		heard += String(error).replaceAll('\\r\\n', '\n');
	}
	return heard.replaceAll('\r\n', '\n');
}
