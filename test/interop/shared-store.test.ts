import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {parseAddress} from '../../source/postgres/address.js';
import {openSharedVault, sessionFor} from '../../source/postgres/open-shared-vault.js';
import {createSharedKeys} from '../../source/postgres/shared-keys.js';
import {tokenFileName} from '../../source/refresh/token-file-name.js';
import type {Running} from '../helpers/followed.js';
import {type Cluster, type Node, startCluster} from './rig/cluster.js';
import {whyNoHosts} from './rig/hosts.js';
import {password, whyNoPostgres} from './rig/postgres.js';

// More by hand: RACE_PROCESSES=50 RACE_ROUNDS=80 npx vitest run --test-timeout=3600000 test/interop/shared-store.test.ts -t race
const processes = Number(process.env.RACE_PROCESSES ?? 16);
const rounds = Number(process.env.RACE_ROUNDS ?? 2);
const hosts = 4;

describe.skipIf(whyNoPostgres() ?? whyNoHosts())(
	'a store that hosts share',
	{timeout: Math.max(120_000, rounds * 60_000)},
	() => {
		let cluster: Cluster;
		beforeAll(async () => {
			cluster = await startCluster({hosts});
		}, 90_000);
		afterAll(() => cluster?.close());
		beforeEach(async () => {
			cluster.practice.fault({});
		});

		const {token, name} = {token: ['token', 'evmail'], name: 'evmail'};
		const node = (number: number): Node => {
			const found = cluster.nodes[number % hosts];
			if (!found) throw new Error('no hosts');
			return found;
		};
		const valid = () => `${cluster.tokens()?.accessToken}\n`;

		/** A watcher on each of some hosts, with their token files. */
		function startWatchers(count: number) {
			return Promise.all(
				Array.from({length: count}, async (_, number) => {
					const directory = join(node(number).home, 'run');
					mkdirSync(directory, {recursive: true, mode: 0o700});
					const watcher = node(number).start(['refresh', '--watch', '--token-dir', directory]);
					await watcher.until(/started: /);
					const file = join(directory, tokenFileName(name));
					await fileHolds(file, valid);
					return {watcher, file};
				}),
			);
		}

		const locks = `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted`;
		const sessions = `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'mailgrant token on %'`;

		async function end(watchers: readonly {readonly watcher: Running}[]) {
			for (const {watcher} of watchers) watcher.kill('SIGTERM');
			const ended = await Promise.all(watchers.map(({watcher}) => watcher.ended));
			expect(ended.map(({code}) => code)).toEqual(watchers.map(() => 0));
		}

		test('race: processes of all hosts get the same new token by one request', async () => {
			const took: number[] = [];
			for (let round = 0; round < rounds; round++) {
				const asked = cluster.practice.refreshes();
				const old = valid();
				await cluster.expire();
				const begun = performance.now();
				const all = await Promise.all(
					Array.from({length: processes}, (_, number) => node(number).run(token)),
				);
				took.push(performance.now() - begun);
				// What another host has written comes by a message.
				await until(() => valid() !== old);
				expect(new Set(all.map(({code, stdout, stderr}) => `${code} ${stdout}${stderr}`))).toEqual(
					new Set([`0 ${valid()}`]),
				);
				expect(cluster.practice.refreshes()).toBe(asked + 1);
			}
			const middle = took.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
			console.log(
				`${processes} processes on ${hosts} hosts, ${rounds} rounds: ${Math.round(middle)} ms a round in the middle, ${Math.round(took.at(-1) ?? 0)} at most`,
			);
		});

		test('where the server takes fewer connections than there are processes, they wait for one another', async () => {
			const {sql} = cluster.postgres;
			// One of them is this process'.
			const limit = (count: number) => sql(`ALTER ROLE mailgrant CONNECTION LIMIT ${count}`);
			await limit(4);
			try {
				const asked = cluster.practice.refreshes();
				const old = valid();
				// Meanwhile each that has a connection keeps it.
				cluster.practice.fault({latencyMs: 3000});
				await cluster.expire();
				const all = await Promise.all(
					Array.from({length: 12}, (_, number) => node(number).run([...token, '--timeout', '60'])),
				);
				await until(() => valid() !== old);
				expect(new Set(all.map(({code, stdout, stderr}) => `${code} ${stdout}${stderr}`))).toEqual(
					new Set([`0 ${valid()}`]),
				);
				expect(cluster.practice.refreshes()).toBe(asked + 1);
				await limit(1);
				const told = await node(0).run([...token, '--timeout', '1']);
				expect(told).toMatchObject({code: 1, stdout: ''});
				expect(told.stderr).toContain('takes no more connections: too many connections for role');
				expect(told.stderr).toContain('Each running mailgrant holds one.');
			} finally {
				await limit(-1);
			}
		});

		test('the token files of all hosts change at once', async () => {
			const watchers = await startWatchers(3);
			const requests = cluster.practice.refreshes();
			await cluster.expire();
			await until(() => cluster.practice.refreshes() === requests + 1);
			await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
			const begun = performance.now();
			await Promise.all(watchers.map(({file}) => fileHolds(file, valid)));
			console.log(`all files within ${Math.round(performance.now() - begun)} ms`);
			expect(cluster.practice.refreshes()).toBe(requests + 1);
			await end(watchers);
		});

		test('a holder that is killed is followed by another host at once', async () => {
			// The holder waits for a connection that will not come in time.
			cluster.practice.fault({latencyMs: 20_000});
			await cluster.expire();
			const holder = node(0).start(token);
			while (!/^1$/.test(await cluster.postgres.sql(locks))) await new Promise(setImmediate);
			const waiting = node(1).start(token);
			while (!/^2$/.test(await cluster.postgres.sql(sessions))) await new Promise(setImmediate);
			cluster.practice.fault({});
			holder.kill('SIGKILL');
			const killedAt = performance.now();
			const ended = await waiting.ended;
			console.log(`followed within ${Math.round(performance.now() - killedAt)} ms`);
			expect(ended).toMatchObject({code: 0, stderr: ''});
			await until(() => valid() === ended.stdout);
			await holder.ended;
		});

		test('without a grace of the server, the truth is told on every host', async () => {
			await cluster.expire();
			const requests = cluster.practice.refreshes();
			const holder = node(0).start(token);
			await until(() => cluster.practice.refreshes() > requests);
			holder.kill('SIGKILL');
			await holder.ended;
			const told = await node(1).run(token);
			expect(told).toMatchObject({code: 3, stdout: ''});
			expect(told.stderr).toContain('A refresh was cut off and its answer is lost');
			const after = cluster.practice.refreshes();
			expect(await node(2).run(token)).toMatchObject({code: 3});
			expect(cluster.practice.refreshes()).toBe(after);
			await cluster.signIn();
			expect(await node(3).run(token)).toMatchObject({code: 0, stdout: valid()});
		});

		test('killed between the answer and the store, nothing is lost', async () => {
			cluster.practice.fault({latencyMs: 700});
			await cluster.expire();
			const old = valid();
			const requests = cluster.practice.refreshes();
			const spool = join(node(0).config, 'spool');
			const holder = node(0).start(token);
			await until(() => cluster.practice.refreshes() > requests);
			// Nobody writes to the rows while this lasts.
			const held = cluster.postgres.sql(
				'BEGIN; LOCK TABLE mailgrant.secrets IN SHARE MODE; SELECT pg_sleep(4); COMMIT',
				'mailgrant',
			);
			await until(
				() => existsSync(spool) && readdirSync(spool).some(file => file.endsWith('.enc')),
			);
			holder.kill('SIGKILL');
			await holder.ended;
			await held;
			expect(await node(0).run(['list'])).toMatchObject({code: 0});
			expect(readdirSync(spool)).toEqual([]);
			const {code, stdout} = await node(1).run(token);
			expect(code).toBe(0);
			expect(stdout).not.toBe(old);
			await until(() => valid() === stdout);
			expect(cluster.practice.refreshes()).toBe(requests + 1);
		});

		test('an answer that comes while the store is away is kept on the host, served, and brought to it', async () => {
			cluster.practice.fault({latencyMs: 1000});
			await cluster.expire();
			const requests = cluster.practice.refreshes();
			const holder = node(0).start(token);
			await until(() => cluster.practice.refreshes() > requests);
			await cluster.postgres.stop('crash');
			const ended = await holder.ended;
			expect(ended).toMatchObject({code: 0});
			const spool = join(node(0).config, 'spool');
			expect(readdirSync(spool)).toHaveLength(1);
			const [file = ''] = readdirSync(spool);
			expect(readFileSync(join(spool, file), 'latin1')).not.toContain(ended.stdout.trim());
			await cluster.postgres.start();
			// Any command of that host brings it along.
			expect(await node(0).run(['list'])).toMatchObject({code: 0});
			expect(readdirSync(spool)).toEqual([]);
			expect(await node(1).run(token)).toMatchObject({code: 0, stdout: ended.stdout});
			expect(cluster.practice.refreshes()).toBe(requests + 1);
		});

		test('a watcher outlives the store, says so, and goes on', async () => {
			const watchers = await startWatchers(2);
			const old = valid();
			await cluster.postgres.stop();
			await Promise.all(watchers.map(({watcher}) => watcher.until(/the store is out of reach/)));
			for (const {file} of watchers) expect(readFileSync(file, 'utf8')).toBe(old);
			const asked = await node(2).run([...token, '--timeout', '1']);
			expect(asked).toMatchObject({code: 1, stdout: ''});
			expect(asked.stderr).toContain('Nothing listens at');
			await cluster.postgres.start();
			await Promise.all(watchers.map(({watcher}) => watcher.until(/the store is in reach again/)));
			await cluster.expire();
			await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
			await Promise.all(watchers.map(({file}) => fileHolds(file, valid)));
			expect(valid()).not.toBe(old);
			await end(watchers);
		});

		test('another key is told on the host that lacks it, and nothing is overwritten', async () => {
			const watchers = await startWatchers(2);
			const [here, there] = watchers;
			const old = valid();
			expect(await node(0).run(['rekey', '--new'])).toMatchObject({code: 0});
			expect(await node(0).run(token)).toMatchObject({code: 0, stdout: old});
			// The watcher of the other host keeps what it has, and goes on once the key is there.
			await there?.watcher.until(/out of reach, .* another key than/);
			expect(readFileSync(there?.file ?? '', 'utf8')).toBe(old);
			const told = await node(1).run(token);
			expect(told).toMatchObject({code: 1, stdout: ''});
			expect(told.stderr).toContain('has another key than');
			expect(told.stderr).toContain(join(node(1).config, 'store.key'));
			for (const number of [1, 2, 3]) {
				copyFileSync(join(node(0).config, 'store.key'), join(node(number).config, 'store.key'));
			}
			expect(await node(1).run(token)).toMatchObject({code: 0, stdout: valid()});
			await there?.watcher.until(/in reach again/);
			await cluster.expire();
			await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
			for (const each of [here, there]) await fileHolds(each?.file ?? '', valid);
			expect(valid()).not.toBe(old);
			await end(watchers);
		});

		test('TLS is verified, down to the name', async () => {
			const {port} = cluster.postgres;
			const elsewhere = cluster.address.replace(/@[^/]+/, `@127.0.0.3:${port}`);
			await expect(
				sessionFor({
					address: parseAddress(elsewhere),
					environment: {HOME: node(0).home},
					command: 'tests',
					timeoutMs: 5000,
				}),
			).rejects.toThrow('is for another host');
			const noCa = await node(0).run(
				['list', '--timeout', '1'],
				cluster.address.replace(/&sslrootcert=.*/, ''),
			);
			expect(noCa).toMatchObject({code: 1});
			expect(noCa.stderr).toContain('Nobody that this host trusts vouches');
		});

		test('the server sees no secret, and what is exchanged on it is refused', async () => {
			const {sql} = cluster.postgres;
			const rows = await sql(
				`SELECT translate(encode(rest || tokens, 'base64'), E'\\n', '') FROM mailgrant.secrets`,
				'mailgrant',
			);
			const dump = Buffer.from(rows, 'base64').toString('latin1');
			expect(dump).toContain('mailgrant tokens 1');
			expect(dump).not.toContain(valid().trim().slice(0, 12));
			expect(await node(0).run(['copy', name, 'other'])).toMatchObject({code: 0});
			await sql(
				`INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) SELECT 'other', rest, tokens, key_check FROM mailgrant.secrets WHERE name = '${name}'`,
				'mailgrant',
			);
			const told = await node(1).run(['token', 'other']);
			expect(told).toMatchObject({code: 1, stdout: ''});
			expect(told.stderr).toContain('were changed there');
			expect(await node(1).run(token)).toMatchObject({code: 0, stdout: valid()});
			await sql(`DELETE FROM mailgrant.secrets WHERE name = 'other'`, 'mailgrant');
			expect(await node(1).run(['remove', 'other', '--yes'])).toMatchObject({code: 0});
		});

		test('a copy is all or nothing, and takes the place of nothing unasked', async () => {
			const copy = (...more: string[]) =>
				node(3).run(['store', 'copy', '--from', cluster.address, '--to', 'local', ...more]);
			expect(await copy()).toMatchObject({code: 0, stdout: `Copied: ${name}\n`});
			expect(await node(3).run(token, 'local')).toMatchObject({code: 0, stdout: valid()});
			const again = await copy();
			expect(again).toMatchObject({code: 1, stdout: ''});
			expect(again.stderr).toContain('is there already');
			expect(await copy('--replace')).toMatchObject({code: 0});
		});

		test('a copy waits for a refresh that is under way, and holds none up for longer', async () => {
			const copy = () =>
				node(3).run(['store', 'copy', '--from', cluster.address, '--to', 'local', '--replace']);
			cluster.practice.fault({latencyMs: 1500});
			await cluster.expire();
			const requests = cluster.practice.refreshes();
			const holder = node(0).start(token);
			await until(() => cluster.practice.refreshes() > requests);
			expect(await copy()).toMatchObject({code: 0});
			const {stdout} = await holder.ended;
			// The token that was sent is used up; the copy has the one that came.
			expect(await node(3).run(token, 'local')).toMatchObject({code: 0, stdout});
			expect(cluster.practice.refreshes()).toBe(requests + 1);
			expect(await cluster.postgres.sql(locks)).toBe('0');
		});

		test('nothing is copied where a refresh does not end, and none begins while it is copied', async () => {
			const vault = await openSharedVault({
				address: parseAddress(cluster.address),
				environment: {HOME: node(0).home},
				command: 'tests',
				timeoutMs: 5000,
				directory: node(0).config,
				keys: createSharedKeys({directory: node(0).config, environment: {}}),
				grantWaitMs: 300,
			});
			try {
				const {exclusively} = cluster.store.secrets;
				const {still} = vault.whole;
				let isCopied = false;
				await exclusively(name, async () => {
					const copied = still(async () => {
						isCopied = true;
					});
					await expect(copied).rejects.toThrow('is at work on a refresh and does not finish');
				});
				expect(isCopied).toBe(false);
				const order: string[] = [];
				let refreshed: Promise<unknown> | undefined;
				await still(async () => {
					refreshed = exclusively(name, async () => order.push('refreshed'));
					await until(() => order.length > 0, 500).catch(() => undefined);
					order.push('copied');
				});
				await refreshed;
				expect(order).toEqual(['copied', 'refreshed']);
			} finally {
				await vault.close();
			}
		});

		test('a role that only uses the store may do what it must, and no more', async () => {
			const {sql} = cluster.postgres;
			const {stdout} = await node(0).run(['store', 'roles']);
			const grants = [...stdout.matchAll(/^-- (GRANT .*) TO mailgrant;$/gm)].map(
				([, text]) => text,
			);
			expect(grants).toHaveLength(7);
			await sql(`CREATE ROLE reader LOGIN PASSWORD '${password}'`);
			// The last one is for rekey.
			for (const grant of grants.slice(0, -1)) await sql(`${grant} TO reader`, 'mailgrant');
			writeFileSync(join(node(2).home, '.pgpass'), `*:*:mailgrant:*:${password}\n`, {mode: 0o600});
			const as = cluster.address.replace('//mailgrant@', '//reader@');
			await cluster.expire();
			const renewed = await node(2).run(token, as);
			expect(renewed).toMatchObject({code: 0, stderr: ''});
			await until(() => valid() === renewed.stdout);
			expect(await node(2).run(['copy', name, 'third'], as)).toMatchObject({code: 0});
			expect(await node(2).run(['remove', 'third', '--yes'], as)).toMatchObject({code: 0});
			const refused = await node(2).run(['rekey', '--new'], as);
			expect(refused).toMatchObject({code: 1, stdout: ''});
			expect(refused.stderr).toContain('reader may not do that');
			expect(await node(2).run(token)).toMatchObject({code: 0, stdout: valid()});
		});

		test('what --dry-run prints makes the same store, run by a DBA', async () => {
			const {sql} = cluster.postgres;
			await sql('CREATE DATABASE second OWNER mailgrant');
			writeFileSync(join(node(0).home, '.pgpass'), `*:*:*:*:${password}\n`, {mode: 0o600});
			const second = cluster.address.replace('/mailgrant?', '/second?');
			const missing = await node(0).run(['list'], second);
			expect(missing.stderr).toContain('holds no store of mailgrant yet');
			const dry = await node(0).run(['store', 'migrate', '--dry-run'], second);
			expect(dry).toMatchObject({code: 0});
			expect(await node(0).run(['list'], second)).toMatchObject({code: 1});
			await sql(`SET ROLE mailgrant;\n${dry.stdout}`, 'second');
			expect(await node(0).run(['list'], second)).toMatchObject({code: 0});
			const again = await node(0).run(['store', 'migrate'], second);
			expect(again.stdout).toBe('Nothing to do: the schema is of version 2.\n');
		});

		test('a schema of a newer mailgrant is left alone', async () => {
			const {sql} = cluster.postgres;
			await sql('UPDATE mailgrant.store SET version = version + 1', 'mailgrant');
			try {
				for (const args of [token, ['store', 'migrate']]) {
					const told = await node(1).run(args);
					expect(told).toMatchObject({code: 1, stdout: ''});
					expect(told.stderr).toContain('made by a newer mailgrant');
				}
			} finally {
				await sql('UPDATE mailgrant.store SET version = version - 1', 'mailgrant');
			}
		});

		test('another primary takes over, and what it has missed is brought to it', async () => {
			const second = await cluster.postgres.standby({
				directory: join(cluster.directory, 's'),
				port: cluster.secondPort,
			});
			try {
				const watchers = await startWatchers(2);
				// What is written from here on never reaches the second server.
				await second.stop();
				const requests = cluster.practice.refreshes();
				await cluster.expire();
				await until(() => cluster.practice.refreshes() === requests + 1);
				await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
				const last = valid();
				await Promise.all(watchers.map(({file}) => fileHolds(file, () => last)));
				await cluster.postgres.stop('crash');
				await Promise.all(watchers.map(({watcher}) => watcher.until(/the store is out of reach/)));
				await second.start();
				await second.promote();
				await Promise.all(
					watchers.map(({watcher}) => watcher.until(/the store is in reach again/)),
				);
				// The server that was put in its place had the refresh token that is used up.
				expect(await node(2).run(token)).toMatchObject({code: 0, stdout: last});
				await cluster.expire();
				await until(() => cluster.practice.refreshes() === requests + 2);
				await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
				await Promise.all(watchers.map(({file}) => fileHolds(file, valid)));
				expect(valid()).not.toBe(last);
				await end(watchers);
			} finally {
				await second.stop();
			}
		});
	},
);

async function until(isSo: () => boolean, forMs = 30_000): Promise<void> {
	const endsAt = Date.now() + forMs;
	while (!isSo()) {
		if (Date.now() > endsAt) throw new Error(`It did not come to ${isSo}`);
		await new Promise(resolve => setTimeout(resolve, 5));
	}
}

const fileHolds = (file: string, text: () => string) =>
	until(() => existsSync(file) && readFileSync(file, 'utf8') === text());
