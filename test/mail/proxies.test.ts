import {afterAll, beforeAll, expect, test} from 'vitest';
import {createMail} from '../../source/mail/mail.js';
import {proxies} from '../../source/mail/proxies.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import {serveHttpProxy, serveSocksProxy} from '../network/serve.js';
import {mailbox, outline, recordingCall, sessionOf} from './sessions.js';

let practice: PracticeServers;
const mail = createMail();
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const ways = [
	['http', serveHttpProxy],
	['socks5', serveSocksProxy],
	['socks5h', serveSocksProxy],
] as const;

test.each(
	ways.flatMap(([scheme, start]) =>
		(['imap', 'pop3', 'smtp'] as const).map(protocol => [scheme, protocol, start] as const),
	),
)('through a %s proxy %s goes all the way with STARTTLS', async (scheme, protocol, start) => {
	const proxy = await start({speaksFirst: true});
	const session = sessionOf(practice, protocol, {security: 'starttls'});
	const network = {...session.network, proxy: `${scheme}://127.0.0.1:${proxy.port}`};
	const {call} = recordingCall();
	const {layers, failure} =
		protocol === 'smtp'
			? await mail.send(
					{...session, network},
					{from: mailbox, to: mailbox, subject: 'Test', text: 'Text\n'},
					call,
				)
			: await mail.open({...session, network}, call);
	expect(failure).toBeUndefined();
	expect(outline(layers)).toContain(
		'name ok, proxy ok, connect ok, greeting ok, TLS ok, offers ok',
	);
	await proxy.isEmpty();
});

test('what is in force for any of the hosts is named once, without user info', () => {
	const environment = {
		HTTPS_PROXY: 'http://user:secret@web:3128',
		ALL_PROXY: 'socks5h://all',
		NO_PROXY: 'inside.example',
	};
	const hosts = ['login.example.com:443', 'token.example.com:443', 'imap.example.com:993'];
	expect(proxies({}, hosts, environment)).toEqual([
		'HTTPS_PROXY http://web:3128',
		'ALL_PROXY socks5h://all:1080',
	]);
	expect(proxies({}, ['mail.inside.example:993', '[::1]:993'], environment)).toEqual([]);
	expect(proxies({proxy: 'none'}, hosts, environment)).toEqual([]);
	expect(proxies({proxy: 'http://u:p@own:8080'}, hosts, environment)).toEqual([
		'Proxy http://own:8080',
	]);
});
