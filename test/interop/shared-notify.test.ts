import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createServices} from '../../source/create-services.js';
import type {SharedStore} from '../../source/postgres/open-shared-store.js';
import {migrations} from '../../source/postgres/schema.js';
import type {WatchEvent} from '../../source/refresh/watch-event.js';
import {createLookout} from '../../source/tasks/lookout.js';
import {createNotifier} from '../../source/tasks/notify/notifier.js';
import type {TokenFiles, Watch} from '../../source/watch-port.js';
import {freePorts} from '../helpers/free-ports.js';
import {headersOf} from '../helpers/mail-in.js';
import {openRelay} from '../helpers/relay.js';
import {type Cluster, type Node, startCluster} from './rig/cluster.js';
import {whyNoHosts} from './rig/hosts.js';
import {password, whyNoPostgres} from './rig/postgres.js';

const admin = 'ada@practice.example';
const hosts = 4;
const rounds = 2;

describe.skipIf(whyNoPostgres() ?? whyNoHosts())(
	'the mail to the admin, of hosts that share a store',
	{timeout: 120_000},
	() => {
		let cluster: Cluster;
		let port = 0;
		beforeAll(async () => {
			[port = 0] = await freePorts(1);
			cluster = await startCluster({hosts, ports: [port]});
		}, 90_000);
		afterAll(() => cluster?.close());
		beforeEach(async () => {
			cluster.practice.fault({});
			await cluster.signIn();
			await cluster.store.notify.update(() => ({
				settings: {to: [admin], relay: `127.0.0.1:${port}`},
				told: {},
			}));
		});

		const node = (number: number): Node => {
			const found = cluster.nodes[number % hosts];
			if (!found) throw new Error('no hosts');
			return found;
		};
		const json = async (number: number, args: readonly string[], store?: string) =>
			JSON.parse((await node(number).run([...args, '--json'], store)).stdout);
		const subjectsOf = (messages: readonly {readonly raw: string}[]) =>
			messages.map(({raw}) => /^Subject: (.*)$/m.exec(headersOf(raw))?.[1]);

		async function breakGrant() {
			await cluster.expire();
			cluster.practice.fault({oauth: {isRevoked: true}});
		}

		test('who is told is said on one host and known on all, and nothing of it stays on a host', async () => {
			const to = 'b@practice.example';
			expect(await node(0).run(['notify', '--to', to, '--relay', ''])).toMatchObject({code: 0});
			expect(await json(1, ['notify'])).toEqual({to: [to], told: []});
			const [status] = await json(2, ['status']);
			expect(status.notify).toEqual({to: [to]});
			for (const {config} of cluster.nodes)
				expect(existsSync(join(config, 'notify.json'))).toBe(false);
			expect(await node(3).run(['notify', '--through', 'evmail'])).toMatchObject({code: 0});
			expect(await node(3).run(['rename', 'evmail', 'other'])).toMatchObject({code: 0});
			expect(await json(0, ['notify'])).toMatchObject({to: [to], through: 'other'});
			expect(await node(3).run(['rename', 'other', 'evmail'])).toMatchObject({code: 0});
		});

		test('hosts that find the same at the same moment send one mail', async () => {
			const relay = await openRelay({port});
			for (let round = 1; round <= rounds; round++) {
				await breakGrant();
				const refresh = () => Promise.all(cluster.nodes.map(({run}) => run(['refresh', '--all'])));
				const failed = await refresh();
				expect(failed.map(({code}) => code)).toEqual(cluster.nodes.map(() => 3));
				expect(subjectsOf(relay.messages)).toHaveLength(2 * round - 1);
				cluster.practice.fault({});
				await cluster.signIn();
				await refresh();
				expect(subjectsOf(relay.messages)).toHaveLength(2 * round);
				expect(subjectsOf(relay.messages).at(-1)).toContain('all is well again: evmail');
			}
		});

		test('of the watchers of many hosts one mails, and none another within a quarter of an hour', async () => {
			const relay = await openRelay({port});
			const {grant} = cluster.practice.record;
			await cluster.store.grants.write({
				// No way for a mail: all go by the relay.
				grant: {...grant, name: 'other', outgoing: 'none'},
				evidence: {},
				ticks: [],
			});
			await cluster.store.secrets.update('other', () => cluster.store.secrets.read('evmail'));
			const watchers = await Promise.all(
				['mail1', 'mail2', 'mail3'].map(async name =>
					watcherOn(name, join(cluster.directory, name), await cluster.open(name)),
				),
			);
			const failed = (name: string) => watchers.every(({isFailing}) => isFailing(name));
			const told = () => watchers.flatMap(each => each.told());
			await breakGrant();
			expect(await node(0).run(['token', 'evmail'])).toMatchObject({code: 3});
			await until(() => failed('evmail'));
			for (const {begin} of watchers) begin();
			await Promise.all(watchers.map(({pass}) => pass(30_000)));
			expect(told()).toHaveLength(1);
			expect(subjectsOf(relay.messages)).toEqual([expect.stringContaining('] evmail: ')]);
			await cluster.store.secrets.updateTokens('other', ({tokens}) => ({
				tokens: tokens && {...tokens, expiresAt: Date.now() - 1},
			}));
			expect(await node(0).run(['token', 'other'])).toMatchObject({code: 3});
			await until(() => failed('other'));
			for (const {hear} of watchers) hear();
			await Promise.all(watchers.map(({pass}) => pass(60_000)));
			expect(told()).toHaveLength(1);
			await Promise.all(watchers.map(({pass}) => pass(850_000)));
			expect(told()).toHaveLength(2);
			expect(subjectsOf(relay.messages)[1]).toContain('] other: ');
			await Promise.all(watchers.map(({end}) => end()));
			await cluster.store.grants.remove('other');
			await cluster.store.secrets.remove('other');
		});

		test('a host that dies while it sends is followed by another one', async () => {
			const sending = Promise.withResolvers<void>();
			let count = 0;
			const relay = await openRelay({
				port,
				// The first one is never taken.
				taking() {
					if (++count > 1) return Promise.resolve();
					sending.resolve();
					return new Promise(() => {});
				},
			});
			await breakGrant();
			const first = node(0).start(['refresh', '--all']);
			await sending.promise;
			const second = node(1).start(['refresh', '--all']);
			// Without a lock, and its last question was for one.
			const waits = `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'mailgrant refresh on %'
				AND query LIKE 'SELECT CASE WHEN pg_backend_pid() = $2 THEN pg_try_advisory_lock%' AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`;
			while ((await cluster.postgres.sql(waits)) !== '1') await new Promise(setImmediate);
			expect(relay.messages).toEqual([]);
			first.kill('SIGKILL');
			await first.ended;
			const {code, stderr} = await second.ended;
			expect({code, count}).toEqual({code: 3, count: 2});
			expect(stderr).toContain(`Told ${admin} through 127.0.0.1:${port}: `);
			expect(relay.messages).toHaveLength(1);
			expect((await json(2, ['notify'])).told).toMatchObject([{grant: 'evmail', kind: 'renewal'}]);
		});

		test('a host that could not send says so on all, and another one is the next to try', async () => {
			await breakGrant();
			const failed = await node(0).run(['refresh', '--all']);
			expect(failed.stderr).toMatch(/^No mail to the admin: evmail: /);
			const found = await node(1).run(['status', '--monitor']);
			expect(found.stdout).toContain('no mail to the admin: evmail: ');
			const relay = await openRelay({port});
			// Half of the minute after which the first one tries again.
			await cluster.store.notify.update(state => {
				const {failure} = state;
				return failure
					? {
							...state,
							failure: {
								...failure,
								at: failure.at - 31_000,
								retryAt: failure.retryAt - 31_000,
								host: 'mail0',
							},
						}
					: state;
			});
			expect((await node(1).run(['refresh', '--all'])).stderr).toContain(`Told ${admin}`);
			expect(relay.messages).toHaveLength(1);
		});

		test('a copy brings along who is told, and what they were told, both ways', async () => {
			const {sql} = cluster.postgres;
			await sql('CREATE DATABASE copied OWNER mailgrant');
			writeFileSync(join(node(3).home, '.pgpass'), `*:*:*:*:${password}\n`, {mode: 0o600});
			const copied = cluster.address.replace('/mailgrant?', '/copied?');
			const settings = {to: [admin], relay: `127.0.0.1:${port}`};
			const copy = (from: string, to: string, ...more: string[]) =>
				node(3).run(['store', 'copy', '--from', from, '--to', to, ...more]);
			const refresh = (store: string) => node(3).run(['refresh', '--all'], store);
			const relay = await openRelay({port});
			await breakGrant();
			expect(await refresh(cluster.address)).toMatchObject({code: 3});
			expect(subjectsOf(relay.messages)).toHaveLength(1);
			const {told} = await json(3, ['notify']);
			expect(told).toMatchObject([{grant: 'evmail', kind: 'renewal'}]);
			expect(await copy(cluster.address, 'local')).toMatchObject({code: 0});
			expect(await json(3, ['notify'], 'local')).toMatchObject({...settings, told});
			expect(await node(3).run(['store', 'migrate'], copied)).toMatchObject({code: 0});
			expect(await json(3, ['notify'], copied)).toEqual({to: [], told: []});
			expect(await copy('local', copied)).toMatchObject({code: 0});
			expect(await json(3, ['notify'], copied)).toMatchObject({...settings, told});
			// Neither store tells it again, only that it is over.
			for (const store of ['local', copied]) expect(await refresh(store)).toMatchObject({code: 3});
			expect(subjectsOf(relay.messages)).toHaveLength(1);
			cluster.practice.fault({});
			await cluster.signIn();
			expect(await copy(cluster.address, copied, '--replace')).toMatchObject({code: 0});
			expect(await json(3, ['notify'], copied)).toMatchObject({...settings, told});
			expect(await refresh(copied)).toMatchObject({code: 0});
			expect(subjectsOf(relay.messages)[1]).toContain('all is well again: evmail');
			expect(await json(3, ['notify'], copied)).toMatchObject({...settings, told: []});
			// Whoever was named there stays.
			const other = 'b@practice.example';
			expect(await node(3).run(['notify', '--to', other], 'local')).toMatchObject({code: 0});
			expect(await node(3).run(['remove', 'evmail', '--yes'], copied)).toMatchObject({code: 0});
			expect(await copy('local', copied)).toMatchObject({code: 0});
			expect(await json(3, ['notify'], copied)).toMatchObject({to: [admin], told: []});
			expect(await copy('local', copied, '--replace')).toMatchObject({code: 0});
			expect(await json(3, ['notify'], copied)).toMatchObject({to: [other]});
		});

		test('a store of the first version takes over what the host that migrates it has kept', async () => {
			const {sql} = cluster.postgres;
			await sql('CREATE DATABASE older OWNER mailgrant');
			await sql(`CREATE ROLE guest LOGIN PASSWORD '${password}'`);
			writeFileSync(join(node(2).home, '.pgpass'), `*:*:*:*:${password}\n`, {mode: 0o600});
			const older = cluster.address.replace('/mailgrant?', '/older?');
			const row = await sql(
				`SELECT format('INSERT INTO mailgrant.store (version, key_check, key_source, key_by) VALUES (1, %L, %L, %L)', key_check, key_source, key_by) FROM mailgrant.store`,
				'mailgrant',
			);
			await sql(
				[
					'SET ROLE mailgrant',
					migrations[0]?.sql.replace(/;\s*$/, ''),
					row,
					'GRANT USAGE ON SCHEMA mailgrant TO guest',
					'GRANT SELECT, INSERT, UPDATE, DELETE ON mailgrant.grants, mailgrant.secrets TO guest',
					'GRANT SELECT ON mailgrant.store TO guest',
					'GRANT USAGE ON SEQUENCE mailgrant.revision TO guest',
				].join(';\n'),
				'older',
			);
			const before = await node(2).run(['list'], older);
			expect(before.stderr).toContain('schema is of version 1, and this mailgrant works with 2');
			expect(
				await node(2).run(['notify', '--to', `o'brien@practice.example`], 'local'),
			).toMatchObject({code: 0});
			const migrated = await node(2).run(['store', 'migrate'], older);
			expect(migrated).toMatchObject({code: 0, stdout: expect.stringContaining('version 2 now')});
			expect(migrated.stderr).toContain(`by all hosts together: o'brien@practice.example`);
			// A role that only uses the store may do so too.
			const as = older.replace('//mailgrant@', '//guest@');
			expect(await json(2, ['notify'], as)).toEqual({to: [`o'brien@practice.example`], told: []});
			expect(await node(2).run(['notify', '--off'], as)).toMatchObject({code: 0});
		});
	},
);

/** The part of a watcher that tells the admin, on a host of that name, in a time that only moves when it is told to. */
function watcherOn(name: string, directory: string, store: SharedStore) {
	let elapsed = 0;
	let timer: {readonly at: number; readonly call: () => void} | undefined;
	const events: WatchEvent[] = [];
	const begunAt = Date.now();
	const watch = {
		now: () => begunAt + elapsed,
		elapsed: () => elapsed,
		after(ms: number, call: () => void) {
			timer = {at: elapsed + ms, call};
			return () => {
				timer = undefined;
			};
		},
	} as unknown as Watch;
	const services = createServices({directory, stores: store});
	const controller = new AbortController();
	const context = {
		services: {
			...services,
			host: {...services.host, name},
			now: () => begunAt + elapsed,
		},
		signal: controller.signal,
		timeoutMs: 5000,
	};
	// It writes no tokens.
	const tokenFiles = {} as TokenFiles;
	const notifier = createNotifier({
		watch,
		lookout: createLookout(context, {tokenFiles}),
		signal: controller.signal,
		log: event => events.push(event),
	});
	return {
		begin: notifier.begin,
		hear: () => notifier.hear({event: 'needs-person'} as WatchEvent),
		isFailing: (grant: string) => store.secrets.facts(grant).renewalFailure !== undefined,
		told: () => events.filter(({event}) => event === 'told'),
		async pass(ms: number) {
			const end = elapsed + ms;
			while (timer && timer.at <= end) {
				const {at, call} = timer;
				timer = undefined;
				elapsed = at;
				call();
				// Each look sets the next.
				await until(() => timer);
			}
			elapsed = end;
		},
		async end() {
			controller.abort();
			await notifier.end();
		},
	};
}

async function until(isSo: () => unknown): Promise<void> {
	const endsAt = Date.now() + 20_000;
	while (!isSo()) {
		if (Date.now() > endsAt) throw new Error(`It did not come to ${isSo}`);
		await new Promise(resolve => setTimeout(resolve, 5));
	}
}
