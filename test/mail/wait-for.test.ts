import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {createServer, type TLSSocket} from 'node:tls';
import {beforeAll, expect, onTestFinished, test} from 'vitest';
import {createMail} from '../../source/mail/mail.js';
import {type Certificates, createCertificates} from '../../source/practice/certificates.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {callOf} from './sessions.js';

let certificates: Certificates;
beforeAll(async () => {
	certificates = await createCertificates(Date.now());
});

/** An IMAP server by script: what it says to each command, by its words; `OK` to those that are not named. */
async function serveImap(answer: (words: string, connection: number) => string | 'hang up') {
	let connections = 0;
	const said: string[] = [];
	const sockets = new Set<TLSSocket>();
	const server = createServer({...certificates.of('good')}, socket => {
		connections += 1;
		const connection = connections;
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.write('* OK ready\r\n');
		createInterface({input: socket}).on('line', line => {
			const [tag = '', ...rest] = line.split(' ');
			const words = rest.join(' ');
			said.push(words);
			const text = words.startsWith('CAPABILITY')
				? '* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 SPECIAL-USE\r\n'
				: answer(words, connection);
			if (text === 'hang up') socket.destroy();
			else socket.write(`${text}${tag} OK done\r\n`);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	const caFile = path.join(temporaryDirectory(), 'ca.pem');
	writeFileSync(caFile, certificates.ca);
	return {
		said,
		session: {
			protocol: 'imap' as const,
			endpoint: {host: '127.0.0.1', port: address.port, security: 'tls' as const},
			network: {caFile, proxy: 'none'},
			user: 'a@b.example',
			accessToken: 'token',
		},
	};
}

const folders = '* LIST () "/" INBOX\r\n* LIST (\\Junk) "/" "Junk Email"\r\n';
const id = '<one@b.example>';

test('a message that was taken for junk is found there', async () => {
	let folder = '';
	const {session, said} = await serveImap(words => {
		if (words.startsWith('LIST')) return words.includes('*') ? folders : '';
		if (words.startsWith('EXAMINE')) {
			folder = words;
			return '* 3 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n';
		}
		if (words.startsWith('UID SEARCH'))
			return folder.includes('Junk') ? '* SEARCH 7\r\n' : '* SEARCH\r\n';
		return '';
	});
	const found = await createMail().waitFor(session, id, {waitMs: 5000}, callOf());
	expect(found).toEqual({ok: true, value: true});
	expect(said.filter(words => words.startsWith('EXAMINE'))).toEqual([
		'EXAMINE INBOX',
		'EXAMINE "Junk Email"',
	]);
	expect(said.find(words => words.startsWith('UID SEARCH'))).toContain('<one@b.example>');
});

test('a connection that is lost while waiting is made again', async () => {
	let looks = 0;
	const {session} = await serveImap((words, connection) => {
		if (words.startsWith('LIST')) return words.includes('*') ? folders : '';
		if (words.startsWith('EXAMINE')) return '* 3 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n';
		if (!words.startsWith('UID SEARCH')) return '';
		if (connection === 1) return looks++ < 2 ? '* SEARCH\r\n' : 'hang up';
		return '* SEARCH 7\r\n';
	});
	const found = await createMail().waitFor(session, id, {waitMs: 60_000}, callOf());
	expect(found).toEqual({ok: true, value: true});
});
