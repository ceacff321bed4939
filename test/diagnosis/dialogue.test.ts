import {createServer} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import {createMail} from '../../source/mail/mail.js';

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

/** What a probe of a server that says these lines, one for each that it hears, is explained as. */
async function explain(
	protocol: 'imap' | 'smtp',
	security: 'tls' | 'starttls',
	lines: readonly string[],
) {
	const server = createServer(socket => {
		const left = [...lines];
		const say = () => {
			const line = left.shift();
			if (line) socket.write(line);
		};
		socket.on('data', say).on('error', () => undefined);
		say();
		closing.push(() => socket.destroy());
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => server.close());
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const endpoint = {host: '127.0.0.1', port: address.port, security};
	const {failure} = await createMail().probe(
		{protocol, endpoint, network: {}},
		{signal: new AbortController().signal, timeoutMs: 3000, onLayers: () => undefined},
	);
	return failure && diagnose(failure, {provider: 'custom'});
}

test('a server without STARTTLS is named as that', async () => {
	const found = await explain('smtp', 'starttls', [
		'220 mail.test ESMTP\r\n',
		'250 mail.test\r\n',
		'502 5.5.1 no\r\n',
	]);
	expect([found?.id, found?.step]).toEqual(['mail-no-starttls', 'provider']);
});

test('text put in before TLS is not trusted', async () => {
	const found = await explain('smtp', 'starttls', [
		'220 mail.test ESMTP\r\n',
		'250-mail.test\r\n250 STARTTLS\r\n',
		'220 go\r\n250 injected\r\n',
	]);
	expect(found?.id).toBe('mail-unexpected-data');
});

test('a program of another kind is named as that', async () => {
	const found = await explain('imap', 'starttls', ['SSH-2.0-OpenSSH_9.2\r\n']);
	expect(found?.id).toBe('mail-strange-answer');
});
