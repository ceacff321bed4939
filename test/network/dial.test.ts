import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {dial} from '../../source/network/dial.js';
import {outcomeOf} from '../../source/network/failed.js';
import {trackLayers} from '../../source/network/layers.js';
import {request} from '../../source/network/request.js';
import {createCertificates} from '../../source/practice/certificates.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import type {Network} from '../../source/providers/settings.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {serve, serveHttpProxy, serveSocksProxy} from './serve.js';

let practice: PracticeServers;
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => practice.faults.clear());
afterAll(() => practice.close());

const call = (timeoutMs = 3000, signal = new AbortController().signal) => ({signal, timeoutMs});
const portOf = (at: string) => Number(at.split(':').at(-1));

async function reach(
	{host = '127.0.0.1', port, isSecure = false}: {host?: string; port: number; isSecure?: boolean},
	network: Network = {proxy: 'none'},
	timeoutMs?: number,
) {
	const layers = trackLayers();
	const outcome = await outcomeOf(() =>
		dial({host, port, isSecure}, network, call(timeoutMs), layers),
	);
	if (outcome.ok) outcome.value.destroy();
	return {
		layers: layers.list().map(({name, status}) => `${name} ${status}`),
		failure: outcome.ok ? undefined : outcome.failure,
		details: layers.list().map(({detail}) => detail),
	};
}

test('a name that does not exist fails at the name', async () => {
	const {layers, failure} = await reach(
		{host: 'no-such-host.invalid', port: 993},
		{proxy: 'none'},
		9000,
	);
	expect(layers).toEqual(['name failed']);
	expect(failure).toMatchObject({stage: 'network', at: 'no-such-host.invalid:993'});
	expect(failure?.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
});

test('a port where nothing listens refuses', async () => {
	const served = await serve();
	await served.stop();
	const {layers, failure} = await reach({host: 'localhost', port: served.port});
	expect(layers).toEqual(['name ok', 'connect failed']);
	expect(failure).toMatchObject({code: 'ECONNREFUSED', at: `localhost:${served.port}`});
});

test.each([
	['expired', 'CERT_HAS_EXPIRED'],
	['not-yet-valid', 'CERT_NOT_YET_VALID'],
	['other-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	['leaf-only', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	['unknown-chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
	['unknown-issuer', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
] as const)('a certificate that is %s fails at TLS with %s', async (certificate, code) => {
	practice.faults.set({imap: {certificate}});
	const {layers, failure} = await reach(
		{host: 'localhost', port: portOf(practice.endpoints.imap), isSecure: true},
		{caFile: practice.caFile},
	);
	expect(layers).toEqual(['name ok', 'connect ok', 'TLS failed']);
	expect(failure).toMatchObject({stage: 'tls', code});
});

test('a certificate is verified whatever the environment says', async () => {
	practice.faults.set({imap: {certificate: 'self-signed'}});
	vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
	try {
		const {failure} = await reach(
			{host: 'localhost', port: portOf(practice.endpoints.imap), isSecure: true},
			{caFile: practice.caFile},
		);
		expect(failure).toMatchObject({stage: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT'});
	} finally {
		vi.unstubAllEnvs();
	}
});

test('plain text where TLS was due is told as such', async () => {
	const served = await serve(socket => socket.write('* OK IMAP4rev1 ready\r\n'));
	const {layers, failure} = await reach({port: served.port, isSecure: true});
	expect(layers.at(-1)).toBe('TLS failed');
	expect(failure).toMatchObject({stage: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER'});
});

test.each(['close', 'reset'] as const)('a %s inside the handshake is ECONNRESET', async how => {
	const served = await serve(socket =>
		socket.once('data', () => (how === 'close' ? socket.end() : socket.resetAndDestroy())),
	);
	const {failure} = await reach({port: served.port, isSecure: true});
	expect(failure).toMatchObject({stage: 'tls', code: 'ECONNRESET'});
	await served.isEmpty();
});

test('a server that is silent in the handshake is given up at the deadline', async () => {
	const served = await serve();
	const {failure} = await reach({port: served.port, isSecure: true}, {proxy: 'none'}, 80);
	expect(failure).toMatchObject({stage: 'tls', code: 'ETIMEDOUT'});
	await served.isEmpty();
});

test.each([
	['does not exist', () => {}, 'ENOENT'],
	['is not a file', (file: string) => mkdirSync(file), 'EISDIR'],
	['holds no certificate', (file: string) => writeFileSync(file, 'hello'), 'EINVAL'],
	[
		'holds a damaged certificate',
		(file: string) =>
			writeFileSync(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
		'EINVAL',
	],
])('a CA file that %s is a local failure with a sentence', async (words, make, code) => {
	const caFile = path.join(temporaryDirectory(), 'ca.pem');
	make(caFile);
	const {layers, failure} = await reach(
		{host: 'localhost', port: portOf(practice.endpoints.imap), isSecure: true},
		{caFile},
	);
	expect(layers.at(-1)).toBe('TLS failed');
	expect(failure).toMatchObject({stage: 'local', code});
	expect(failure?.message).toContain(words);
});

test('an HTTP proxy leads on, and gives the user and password only to itself', async () => {
	const proxy = await serveHttpProxy();
	const {port} = new URL(practice.endpoints.metadata);
	const network = {
		caFile: practice.caFile,
		proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`,
	};
	const answer = await request(practice.endpoints.metadata, {}, network, call());
	expect(answer).toMatchObject({ok: true, value: {status: 200}});
	expect(proxy.asked).toHaveLength(1);
	expect(proxy.asked[0]).toContain(`CONNECT localhost:${port} HTTP/1.1\r\n`);
	expect(proxy.asked[0]).toContain(
		`Proxy-Authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}\r\n`,
	);
	await proxy.isEmpty();
});

test.each([
	['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'PROXY_AUTH_REQUIRED', '407'],
	['HTTP/1.1 403 Blo\u001B[31mcked\r\n\r\n', 'PROXY_REFUSED', '403 Blocked'],
	['SSH-2.0-OpenSSH\r\n\r\n', 'PROXY_PROTOCOL', 'does not answer as an HTTP proxy'],
	['x'.repeat(100_000), 'PROXY_PROTOCOL', 'more than an answer'],
])('an HTTP proxy that does not give a tunnel fails at connect: %#', async (head, code, words) => {
	const proxy = await serveHttpProxy({head});
	const {layers, failure} = await reach(
		{host: 'mail.example.com', port: 993},
		{proxy: `http://user:secret@127.0.0.1:${proxy.port}`},
	);
	expect(layers).toEqual(['name ok', 'proxy ok', 'connect failed']);
	expect(failure).toMatchObject({stage: 'network', code});
	expect(failure?.message).toContain(words);
	expect(failure?.message).not.toContain('secret');
	await proxy.isEmpty();
});

test.each(['http', 'socks5h'])('a silent %s proxy is given up at the deadline', async scheme => {
	const proxy = await serve();
	const {layers, failure} = await reach(
		{host: 'mail.example.com', port: 993},
		{proxy: `${scheme}://127.0.0.1:${proxy.port}`},
		80,
	);
	expect(layers.at(-1)).toBe('connect failed');
	expect(failure).toMatchObject({code: 'ETIMEDOUT'});
	await proxy.isEmpty();
});

test.each(['http', 'https', 'socks5', 'socks4a'])(
	'a dead %s proxy fails at the proxy',
	async scheme => {
		const proxy = await serve();
		await proxy.stop();
		const {layers, failure} = await reach(
			{host: '127.0.0.1', port: 993},
			{proxy: `${scheme}://127.0.0.1:${proxy.port}`},
		);
		expect(layers).toEqual(['name ok', 'proxy failed']);
		expect(failure).toMatchObject({code: 'ECONNREFUSED', at: `127.0.0.1:${proxy.port}`});
	},
);

test('a proxy that is reached by TLS leads on, TLS within TLS', async () => {
	const certificates = await createCertificates(Date.now());
	const caFile = path.join(temporaryDirectory(), 'ca.pem');
	writeFileSync(caFile, certificates.ca);
	const credentials = certificates.of('good');
	const target = await serve(
		socket =>
			socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')),
		credentials,
	);
	const proxy = await serveHttpProxy({credentials});
	const answer = await request(
		`https://127.0.0.1:${target.port}/`,
		{},
		{caFile, proxy: `https://127.0.0.1:${proxy.port}`},
		call(),
	);
	expect(answer).toMatchObject({ok: true, value: {status: 200, body: 'hi'}});
	expect(proxy.asked).toHaveLength(1);
	await proxy.isEmpty();
});

test('a SOCKS5 proxy leads on by name or by address', async () => {
	const proxy = await serveSocksProxy({login: 'user:secret'});
	const {port} = new URL(practice.endpoints.metadata);
	for (const [scheme, host] of [
		['socks5h', 'localhost'],
		['socks5', '127.0.0.1'],
	]) {
		const answer = await request(
			practice.endpoints.metadata,
			{},
			{caFile: practice.caFile, proxy: `${scheme}://user:secret@127.0.0.1:${proxy.port}`},
			call(),
		);
		expect(answer).toMatchObject({ok: true, value: {status: 200}});
		expect(proxy.asked.at(-1)).toBe(`${host}:${port}`);
	}
	await proxy.isEmpty();
});

test('a SOCKS5 proxy that refuses the password is told apart', async () => {
	const proxy = await serveSocksProxy({login: 'user:right'});
	const {layers, failure} = await reach(
		{host: 'mail.example.com', port: 993},
		{proxy: `socks5h://user:wrong@127.0.0.1:${proxy.port}`},
	);
	expect(layers.at(-1)).toBe('connect failed');
	expect(failure).toMatchObject({code: 'PROXY_AUTH_REQUIRED'});
	expect(failure?.message).not.toContain('wrong');
});

test.each([
	['http', serveHttpProxy],
	['socks5', serveSocksProxy],
] as const)(
	'words that come along with the answer of a %s proxy are not lost',
	async (scheme, start) => {
		const target = await serve(socket => socket.write('220 ready\r\n'));
		const proxy = await start({speaksFirst: true});
		const socket = await dial(
			{host: '127.0.0.1', port: target.port, isSecure: false},
			{proxy: `${scheme}://127.0.0.1:${proxy.port}`},
			call(),
		);
		const first = await new Promise(resolve => {
			socket.on('data', resolve);
			socket.resume();
		});
		expect(String(first)).toBe('220 ready\r\n');
		socket.destroy();
		await target.isEmpty();
	},
);

test.each([
	['TLS', undefined],
	['tunnel', 'http'],
	['SOCKS', 'socks5'],
])('an abort in %s rejects with its reason and closes the connection', async (_, scheme) => {
	const served = await serve();
	const controller = new AbortController();
	const dialling = dial(
		{host: '127.0.0.1', port: served.port, isSecure: true},
		{proxy: scheme ? `${scheme}://127.0.0.1:${served.port}` : 'none'},
		call(30_000, controller.signal),
	);
	const reason = new Error('Esc');
	void served.hasOne().then(() => controller.abort(reason));
	await expect(dialling).rejects.toBe(reason);
	await served.isEmpty();
});

test('a call that is aborted already asks nobody', async () => {
	const served = await serve();
	const reason = new Error('Esc');
	const dialling = dial(
		{host: '127.0.0.1', port: served.port, isSecure: false},
		{proxy: 'none'},
		call(3000, AbortSignal.abort(reason)),
	);
	await expect(dialling).rejects.toBe(reason);
	expect(served.open.size).toBe(0);
});

test('an answer of a gigabyte ends early', async () => {
	practice.faults.set({oauth: {breaks: {at: 'answer', how: 'flood'}}});
	const network = {caFile: practice.caFile};
	const answer = await request(practice.endpoints.metadata, {}, network, call());
	expect(answer).toMatchObject({ok: false, failure: {stage: 'network'}});
});

test('a body over the cap is a failure', async () => {
	const answer = await request(
		practice.endpoints.metadata,
		{maxBytes: 10},
		{caFile: practice.caFile},
		call(),
	);
	expect(answer).toMatchObject({ok: false, failure: {code: 'TOO_MUCH_DATA'}});
});

test.each(['http://login.example.com/token', 'token'])('%s is not asked', async url => {
	const answer = await request(url, {}, {}, call());
	expect(answer).toMatchObject({ok: false, failure: {stage: 'local', code: 'ERR_INVALID_URL'}});
});

test('a server that takes the question and says nothing is given up at the deadline', async () => {
	const served = await serve();
	const answer = await request(`http://127.0.0.1:${served.port}/`, {}, {}, call(80));
	expect(answer).toMatchObject({ok: false, failure: {code: 'ETIMEDOUT'}});
	await served.isEmpty();
});

test('a redirect is an answer and is not followed', async () => {
	const served = await serve(socket =>
		socket.once('data', () =>
			socket.end(
				'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n',
			),
		),
	);
	const answer = await request(`http://127.0.0.1:${served.port}/`, {}, {}, call());
	expect(answer).toMatchObject({
		ok: true,
		value: {status: 302, headers: {location: 'http://127.0.0.1:1/'}},
	});
});
