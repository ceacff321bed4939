import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import pg from 'pg';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {tokenFileName} from '../../source/refresh/token-file-name.js';
import {freePorts} from '../helpers/free-ports.js';
import {type Cluster, type Node, startCluster} from './rig/cluster.js';
import {whyNoHosts} from './rig/hosts.js';
import {type PoolMode, startPgbouncer, whyNoPgbouncer} from './rig/pgbouncer.js';
import {password, whyNoPostgres} from './rig/postgres.js';

const hosts = 2;
const processes = 8;
const shared = 'is a connection pooler that hands one session to many (transaction pooling)';

describe.skipIf(whyNoPostgres() ?? whyNoHosts() ?? whyNoPgbouncer())(
	'a store behind PgBouncer',
	{timeout: 60_000},
	() => {
		let cluster: Cluster;
		let port = 0;
		let count = 0;
		beforeAll(async () => {
			cluster = await startCluster({hosts});
		}, 90_000);
		afterAll(() => cluster?.close());

		const name = 'evmail';
		const node = (number: number): Node => {
			const found = cluster.nodes[number % hosts];
			if (!found) throw new Error('no hosts');
			return found;
		};
		const valid = () => `${cluster.tokens()?.accessToken}\n`;

		/** Gives the address of the store through a pooler of its own. */
		async function open(
			mode: PoolMode,
			more: Readonly<Record<string, string | number>> = {},
			poolers = 1,
		) {
			[port = 0] = await freePorts(1);
			const start = (now: PoolMode) =>
				startPgbouncer({
					directory: join(cluster.directory, `b${++count}`),
					port,
					server: cluster.postgres.port,
					certificates: cluster.certificates,
					mode: now,
					more,
					processes: poolers,
				});
			let pooler = await start(mode);
			onTestFinished(() => pooler.stop());
			const address = `postgres://mailgrant@${cluster.here}:${port}/mailgrant?sslmode=verify-full&sslrootcert=${cluster.certificates.ca}`;
			return {
				address,
				logins: () => pooler.logins(),
				async restart(now: PoolMode) {
					await pooler.stop();
					pooler = await start(now);
				},
			};
		}

		/** Lets the pooler open three sessions, where it may. */
		async function fill() {
			const clients = [1, 2, 3].map(
				() =>
					new pg.Client({
						host: '127.0.0.1',
						port,
						user: 'mailgrant',
						database: 'mailgrant',
						password,
						ssl: {ca: readFileSync(cluster.certificates.ca)},
					}),
			);
			await Promise.all(
				clients.map(async client => {
					await client.connect();
					await client.query('SELECT pg_sleep(0.2)');
				}),
			);
			await Promise.all(clients.map(client => client.end()));
		}

		async function startWatcher(number: number, address: string) {
			const directory = join(node(number).home, `run${count}`);
			mkdirSync(directory, {mode: 0o700});
			const watcher = node(number).start(['refresh', '--watch', '--token-dir', directory], address);
			await watcher.until(/started: /);
			const file = join(directory, tokenFileName(name));
			const isCurrent = () => existsSync(file) && readFileSync(file, 'utf8') === valid();
			return {watcher, isCurrent};
		}

		test.each([1, 2])(
			'pooled by sessions, by processes on one port: %i, one refresh serves all, and messages come through',
			async poolers => {
				const size = {default_pool_size: 3 * processes};
				const {address, logins} = await open('session', size, poolers);
				const watchers = await Promise.all([0, 1].map(number => startWatcher(number, address)));
				const isCurrent = () => watchers.every(each => each.isCurrent());
				await until(isCurrent);
				const asked = cluster.practice.refreshes();
				const old = valid();
				await cluster.expire();
				const all = await Promise.all(
					Array.from({length: processes}, (_, number) =>
						node(number).run(['token', name], address),
					),
				);
				await until(() => valid() !== old);
				expect(new Set(all.map(({code, stdout, stderr}) => `${code} ${stdout}${stderr}`))).toEqual(
					new Set([`0 ${valid()}`]),
				);
				expect(cluster.practice.refreshes()).toBe(asked + 1);
				await until(isCurrent);
				const status = await node(1).run(['store', 'status'], address);
				expect(status.stdout).toMatch(/Connection +TLSv1\.3, \d+\.\d ms, through a pooler\n/);
				for (const {watcher} of watchers) {
					watcher.kill('SIGTERM');
					expect(await watcher.ended).toMatchObject({code: 0});
				}
				expect(logins()).toHaveLength(poolers);
				for (const count of logins()) expect(count).toBeGreaterThan(0);
			},
		);

		test('pooled by sessions, a holder that is killed is followed by another host', async () => {
			const {address} = await open('session');
			cluster.practice.fault({latencyMs: 20_000});
			await cluster.expire();
			const holder = node(0).start(['token', name], address);
			const locks = `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted`;
			while ((await cluster.postgres.sql(locks)) !== '1') await new Promise(setImmediate);
			holder.kill('SIGKILL');
			cluster.practice.fault({});
			const next = await node(1).run(['token', name], address);
			expect(next).toMatchObject({code: 0, stderr: ''});
			await until(() => valid() === next.stdout);
		});

		test.each([
			['transaction', {}],
			['transaction', {server_round_robin: 1}],
			['transaction', {default_pool_size: 1}],
			['statement', {}],
		] as const)('pooled by %s %j, it says so and does nothing', async (mode, more) => {
			const {address} = await open(mode, more);
			await fill();
			for (const args of [['token', name], ['list'], ['store', 'status']]) {
				const told = await node(0).run([...args, '--timeout', '2'], address);
				expect(told).toMatchObject({code: 1, stdout: ''});
				expect(told.stderr).toContain(shared);
				expect(told.stderr).toContain('pool_mode = session');
			}
		});

		test('pooled by transactions by processes that share a port, it is told whichever of them answers', async () => {
			const {address, logins} = await open('transaction', {}, 3);
			for (let left = 6; left > 0; left--) {
				const told = await node(left).run(['list', '--timeout', '2'], address);
				expect(told).toMatchObject({code: 1, stdout: ''});
				expect(told.stderr).toContain(shared);
			}
			for (const count of logins()) expect(count).toBeGreaterThan(0);
		});

		test('a full pool of sessions is none that is shared out', async () => {
			const {address} = await open('session', {default_pool_size: 1});
			expect(await node(0).run(['token', name], address)).toMatchObject({code: 0, stdout: valid()});
		});

		test('a pooler that is set to transactions under a watcher is told, and so is its repair', async () => {
			const {address, restart} = await open('session');
			const {watcher, isCurrent} = await startWatcher(1, address);
			await until(isCurrent);
			await restart('transaction');
			await watcher.until(/the store is out of reach, .*hands one session to many/);
			await restart('session');
			await watcher.until(/the store is in reach again/);
			await cluster.expire();
			await until(() => (cluster.tokens()?.expiresAt ?? 0) > Date.now());
			await until(isCurrent);
			watcher.kill('SIGTERM');
			expect(await watcher.ended).toMatchObject({code: 0});
		});
	},
);

async function until(isSo: () => boolean): Promise<void> {
	const endsAt = Date.now() + 30_000;
	while (!isSo()) {
		if (Date.now() > endsAt) throw new Error(`It did not come to ${isSo}`);
		await new Promise(resolve => setTimeout(resolve, 5));
	}
}
