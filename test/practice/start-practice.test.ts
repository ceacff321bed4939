import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {connect} from 'node:net';
import {dirname, join, relative} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {practiceLine} from '../../source/practice/serve.js';
import {startPractice} from '../../source/practice/start-practice.js';
import {callbackPath} from '../../source/providers/settings.js';
import {readApache} from '../../source/web-server/read-apache.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {ask, obtainCode, portOf, practiceServers} from './client.js';
import {dialogue, xoauth2} from './dialogue.js';

test('the authority is readable by its owner only, and gone after the end', async () => {
	const servers = await startPractice();
	expect(readFileSync(servers.caFile, 'utf8')).toBe(servers.ca);
	expect(statSync(servers.caFile).mode & 0o777).toBe(0o600);
	expect(statSync(dirname(servers.caFile)).mode & 0o777).toBe(0o700);
	await servers.close();
	expect(existsSync(dirname(servers.caFile))).toBe(false);
});

test('a directory that was given keeps what is not of practice', async () => {
	const directory = join(temporaryDirectory(), 'deeper');
	const servers = await startPractice({directory: relative(process.cwd(), directory)});
	expect(servers.caFile).toBe(join(directory, 'ca.pem'));
	expect(statSync(directory).mode & 0o777).toBe(0o700);
	writeFileSync(join(directory, 'mine'), '');
	await servers.close();
	expect(readdirSync(directory)).toEqual(['mine']);
});

test('a folder that was there before is neither written into nor removed', async () => {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'batchmail'));
	await expect(startPractice({directory})).rejects.toMatchObject({name: 'UserError'});
	expect(readdirSync(directory)).toEqual(['batchmail']);
	expect(readdirSync(join(directory, 'batchmail'))).toEqual([]);
});

test('a directory that cannot be written is an error to act on', async () => {
	const file = join(temporaryDirectory(), 'file');
	writeFileSync(file, '');
	await expect(startPractice({directory: join(file, 'x')})).rejects.toMatchObject({
		name: 'UserError',
		message: expect.stringContaining("can't be written"),
	});
});

test('nothing listens after the end, though clients were connected', async () => {
	const servers = await startPractice();
	const wire = await dialogue(servers, servers.endpoints.imap);
	await wire.hear(/ready/);
	await servers.close();
	await wire.end();
	const error = await new Promise<NodeJS.ErrnoException>(resolve => {
		connect(portOf(servers.endpoints.imap), '127.0.0.1').once('error', resolve);
	});
	expect(error.code).toBe('ECONNREFUSED');
});

test('only loopback is listened on', async () => {
	const {endpoints} = await practiceServers();
	const error = await new Promise<NodeJS.ErrnoException>(resolve => {
		connect(portOf(endpoints.imap), '127.0.0.2').once('error', resolve);
	});
	expect(error.code).toBe('ECONNREFUSED');
});

test('the browser comes back to what listens, and is shown its answer', async () => {
	const servers = await practiceServers();
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(request.url ?? '');
		response.end('Done');
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const parameters = {redirect_uri: `http://localhost:${port}${callbackPath}`};
	const {last} = await obtainCode(servers, {parameters});
	expect(seen).toEqual([last.pathname + last.search]);
	expect(last.searchParams.get('code')).toHaveLength(800);
});

test('the browser goes nowhere but to this host', async () => {
	const {practice} = await practiceServers();
	let requests = 0;
	const elsewhere = createServer((_request, response) => {
		requests++;
		response.end();
	});
	// Another address than those of this host's own servers.
	await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.2', resolve));
	onTestFinished(() => {
		elsewhere.close();
	});
	const address = elsewhere.address();
	const url = `http://127.0.0.2:${typeof address === 'object' ? address?.port : 0}/`;
	expect(await practice.playBrowser(url, practice.mailbox)).toBe(url);
	expect(requests).toBe(0);
});

test('an account that is not there stays on the page', async () => {
	const servers = await practiceServers();
	const {last} = await obtainCode(servers, {user: 'nobody@practice.example'});
	expect(last.href).toContain(servers.endpoints.microsoft.authorize);
});

test('mailboxes can be given, with members', async () => {
	const servers = await practiceServers({
		mailboxes: ['one@example.org', {address: 'two@example.org', members: ['ONE@example.org']}],
	});
	expect(servers.mailboxes).toEqual(['one@example.org', 'two@example.org']);
	expect(servers.practice.mailbox).toBe('one@example.org');
	const token = servers.issueToken({
		account: 'one@example.org',
		scope: 'https://outlook.office.com/IMAP.AccessAsUser.All',
	});
	const imap = await dialogue(servers, servers.endpoints.imap);
	await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2('two@example.org', token)}`, /^a OK/m);
	expect(() => servers.deliver('three@example.org', '')).toThrow('three@example.org');
});

test('no provider leads out of this host', async () => {
	const servers = await practiceServers();
	for (const provider of Object.values(servers.providers)) {
		const {authorizeUrl, tokenUrl, deviceUrl, metadataUrl, portalUrl, services} = provider;
		for (const url of [authorizeUrl, tokenUrl, deviceUrl, metadataUrl, portalUrl]) {
			expect(url ?? 'https://localhost:1/').toMatch(/^https:\/\/localhost:\d+\//);
		}
		expect(Object.values(services).map(({host}) => host)).toEqual(Array(3).fill('localhost'));
		expect(provider.caFile).toBe(servers.caFile);
		const values = provider.portal.flatMap(action => action.values ?? []);
		expect(values.filter(value => /^https:\/\/(portal|console)/.test(String(value)))).toEqual([]);
		for (const cloud of Object.values(provider.clouds ?? {})) expect(cloud.differs).toEqual({});
	}
	expect(servers.providers.google.deviceUrl).toBeUndefined();
});

test('the line of --serve is JSON with all that a client needs', async () => {
	const servers = await practiceServers();
	const text = JSON.stringify(practiceLine(servers));
	expect(text).not.toContain('\n');
	const line = JSON.parse(text);
	expect(line).toMatchObject({
		mailboxes: [{address: 'evmail@practice.example'}, {}, {}],
		client: {id: servers.identity.clientId, secret: servers.identity.clientSecret},
		ca: servers.ca,
		caFile: servers.caFile,
		extraview: {
			url: servers.practice.extraview.url,
			apacheConfig: join(dirname(servers.caFile), 'apache2/apache2.conf'),
			spool: servers.practice.extraview.spool,
			fromAddresses: {emailFromAddress: 'evmail@practice.example'},
		},
		scopes: {imap: 'mail.imap', google: {imap: 'https://mail.google.com/'}},
		endpoints: {imap: expect.stringMatching(/^localhost:\d+$/), imapSecurity: 'tls'},
	});
	const metadata = await ask(line.ca, line.flags.custom.metadataUrl);
	expect(metadata.json.token_endpoint).toBe(line.flags.custom.tokenUrl);
	expect(line.flags.microsoft.smtpSecurity).toBe('starttls');
	for (const file of [
		line.extraview.apacheConfig,
		line.extraview.apacheControl,
		line.extraview.spool.directory,
		line.extraview.spool.log,
	]) {
		expect(existsSync(file)).toBe(true);
	}
	// On a host with an Apache of its own, whose directory is another.
	const {configuration} = await readApache(
		line.extraview.apacheConfig,
		{root: '/etc/apache2', variables: new Map(), defines: [], compiledIn: []},
		new AbortController().signal,
	);
	expect(configuration.files).toContain(
		join(dirname(line.extraview.apacheConfig), 'sites-enabled/extraview.conf'),
	);
});
