import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {openStores} from '../../source/storage/stores.js';
import {fillStore} from '../helpers/fill-store.js';
import {bound} from './bound.js';
import {median} from './median.js';
import {tokenServer} from './token-server.js';

// npm run bench expiry: fifty programs that ask for the same token when it has just ended.
const count = 50;
const rounds = 5;
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-expiry-'));
const server = await tokenServer({latencyMs: 100});
try {
	const caFile = path.join(directory, 'ca.pem');
	writeFileSync(caFile, server.ca);
	const config = path.join(directory, 'config');
	const [name = ''] = await fillStore(config, {count: 3, fields: {...server.fields, caFile}});
	const {secrets} = openStores({directory: config, now: Date.now});
	const env = {PATH: process.env.PATH ?? '', HOME: directory, MAILGRANT_CONFIG: config};
	/** How long it takes until so many have got a token, the same for all. */
	async function asked(programs: number): Promise<number> {
		const begun = performance.now();
		const tokens = await Promise.all(Array.from({length: programs}, () => tokenOf()));
		if (new Set(tokens).size !== 1) throw new Error('not all got the same token');
		return performance.now() - begun;
	}
	function tokenOf(): Promise<string> {
		const child = spawn(process.execPath, [program, 'token', name], {
			env,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let text = '';
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			text += part;
		});
		return new Promise((resolve, reject) => {
			child.once('close', code => {
				if (code === 0) resolve(text);
				else reject(new Error(`token ended with ${code}`));
			});
		});
	}
	const expire = () =>
		secrets.updateTokens(name, ({tokens}) => ({
			tokens: tokens && {...tokens, expiresAt: Date.now() - 1},
		}));

	// Files that were just written are not told apart by their times.
	await delay(2100);
	await asked(1);
	const one: number[] = [];
	const cached: number[] = [];
	const all: number[] = [];
	for (let round = 0; round < rounds; round++) {
		await expire();
		one.push(await asked(1));
		cached.push(await asked(count));
		const before = server.requests();
		await expire();
		all.push(await asked(count));
		const requests = server.requests() - before;
		if (requests !== 1) throw new Error(`${requests} requests for one token`);
	}
	const most = median(one) + 1.5 * median(cached);
	console.log(`one that refreshes: ${median(one).toFixed(0)} ms`);
	console.log(`${count} at once, cached: ${median(cached).toFixed(0)} ms`);
	bound(`${count} at expiry`, {value: median(all), most, unit: ' ms'});
} finally {
	await server.close();
	rmSync(directory, {recursive: true, force: true});
}
