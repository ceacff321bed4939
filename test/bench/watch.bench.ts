import {type ChildProcess, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {createCertificates} from '../../source/practice/certificates.js';
import {keyring} from '../../source/storage/keyring.js';
import {storeFile} from '../../source/storage/store-file.js';
import {openStores} from '../../source/storage/stores.js';

// npm run bench watch: a watcher with tokens of one hour, each somewhere in its life.
const count = 10_000;
const seconds = 60;
const hourMs = 3_600_000;
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-watch-'));
const token = (length: number) => randomBytes(length).toString('base64url').slice(0, length);

const certificates = await createCertificates(Date.now());
const {key, cert} = certificates.of('good');
let requests = 0;
const server = createServer({key, cert}, (request, response) => {
	request.resume();
	request.on('end', () => {
		requests++;
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				token_type: 'Bearer',
				expires_in: 3600,
				access_token: token(1800),
				refresh_token: token(1100),
			}),
		);
	});
}).listen(0, '127.0.0.1');
await new Promise(resolve => server.once('listening', resolve));
const {port} = server.address() as AddressInfo;

try {
	const caFile = path.join(directory, 'ca.pem');
	writeFileSync(caFile, certificates.ca);
	const config = path.join(directory, 'config');
	mkdirSync(config, {mode: 0o700});
	const names = Array.from({length: count}, (_, index) => `mailbox-${index}@example.com`);
	storeFile({directory: config, name: 'grants', extension: 'json'}).write({
		grants: names.map((name, index) => ({
			grant: {
				name,
				provider: 'microsoft',
				tenant: 'example.com',
				mailbox: name,
				incoming: 'imap',
				outgoing: 'smtp',
				callbackPort: 1024 + index,
				flow: 'browser',
				clientId: 'client',
				authorizeUrl: `https://localhost:${port}/authorize`,
				tokenUrl: `https://localhost:${port}/token`,
				imap: 'localhost:993',
				smtp: 'localhost:465',
				caFile,
			},
			evidence: {},
			ticks: [],
		})),
	});
	storeFile({
		directory: config,
		name: 'secrets',
		extension: 'enc',
		key: keyring({directory: config}),
	}).write({
		secrets: names.map(name => ({
			name,
			secrets: {clientSecret: {value: token(40), setAt: Date.now()}},
		})),
	});
	const {secrets} = openStores({directory: config, now: Date.now});
	for (const name of names) {
		const obtainedAt = Date.now() - Math.random() * 0.83 * hourMs;
		await secrets.updateTokens(name, () => ({
			tokens: {
				accessToken: token(1800),
				refreshToken: token(1100),
				obtainedAt,
				expiresAt: obtainedAt + hourMs,
				scopes: ['mail', 'offline_access'],
				flow: 'browser',
			},
		}));
	}
	const empty = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	const watcher = spawn(
		process.execPath,
		[program, 'refresh', '--watch', '--token-dir', path.join(directory, 'tokens')],
		{
			env: {...process.env, MAILGRANT_CONFIG: config, HOME: directory},
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	watcher.stdout?.resume();
	// The start: all token files are written.
	const begun = performance.now();
	while (performance.now() - begun < 120_000) {
		const before = cpuOf(watcher);
		await delay(3000);
		if (cpuOf(watcher) - before < 1) break;
	}
	const startCpu = cpuOf(watcher);
	const startRequests = requests;
	await delay(seconds * 1000);
	const cpu = (cpuOf(watcher) - startCpu) / seconds;
	const renewed = (requests - startRequests) / seconds;
	console.log(`${count} grants, tokens of one hour, ${seconds} s`);
	console.log(`start: ${startCpu.toFixed(1)} s of CPU`);
	console.log(
		`then: ${renewed.toFixed(2)} renewals a second, ${(cpu * 100).toFixed(2)} % of one core, ${((cpu / renewed) * 1000).toFixed(1)} ms of CPU each`,
	);
	console.log(
		`memory: ${memoryOf(watcher, 'VmRSS').toFixed(0)} MB, at most ${memoryOf(watcher, 'VmHWM').toFixed(0)}; an empty node with a timer ${memoryOf(empty, 'VmRSS').toFixed(0)} MB`,
	);
	const stopped = performance.now();
	watcher.kill('SIGTERM');
	await new Promise(resolve => watcher.once('exit', resolve));
	console.log(`end: ${(performance.now() - stopped).toFixed(0)} ms after SIGTERM`);
	empty.kill();
} finally {
	server.closeAllConnections();
	server.close();
	rmSync(directory, {recursive: true, force: true});
}

/** Seconds of user and system time; proc(5), in hundredths. */
function cpuOf({pid}: ChildProcess): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

function memoryOf({pid}: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
}
