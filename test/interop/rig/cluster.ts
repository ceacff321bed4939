import {spawn} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseAddress} from '../../../source/postgres/address.js';
import {openSharedStore, type SharedStore} from '../../../source/postgres/open-shared-store.js';
import {createSharedKeys} from '../../../source/postgres/shared-keys.js';
import {copyTree} from '../../../source/storage/copy-tree.js';
import {type Ended, followed, type Running} from '../../helpers/followed.js';
import {freePorts} from '../../helpers/free-ports.js';
import {type SignedIn, signedIn} from '../../helpers/signed-in.js';
import {type Certificates, createCertificates} from './certificates.js';
import {type Host, type Hosts, openHosts} from './hosts.js';
import {program} from './mailgrant.js';
import {type Postgres, password, startPostgres} from './postgres.js';

/** A host of the cluster with a mailgrant of its own. */
export type Node = {
	readonly home: string;
	readonly config: string;
	readonly start: (args: readonly string[], store?: string) => Running;
	readonly run: (args: readonly string[], store?: string) => Promise<Ended>;
};

/** Hosts with networks of their own that share a store in PostgreSQL, and a grant that is signed in at the practice server, which takes each refresh token once. */
export type Cluster = {
	readonly practice: SignedIn;
	readonly postgres: Postgres;
	/** Where a second server may listen; the address names it already. */
	readonly secondPort: number;
	readonly directory: string;
	readonly certificates: Certificates;
	/** Under which all hosts reach this one. */
	readonly here: string;
	readonly address: string;
	readonly nodes: readonly Node[];
	/** The same store, in this process. */
	readonly store: SharedStore;
	/** Once more, as a host with a directory of that name has it. */
	readonly open: (name: string) => Promise<SharedStore>;
	/** As if an hour had passed. */
	readonly expire: () => Promise<void>;
	readonly signIn: () => Promise<void>;
	readonly tokens: () => ReturnType<SharedStore['secrets']['readTokens']>['tokens'];
	readonly close: () => Promise<void>;
};

export async function startCluster({
	hosts: count,
	ports = [],
	rules,
}: {
	readonly hosts: number;
	/** Of this host's loopback, which all hosts reach on theirs, beside that of the authorization server. */
	readonly ports?: readonly number[];
	/** Lines of pg_hba.conf before the others. */
	readonly rules?: readonly string[];
}): Promise<Cluster> {
	// A Unix socket's path has to stay short.
	const directory = mkdtempSync('/tmp/mg-pg-');
	chmodSync(directory, 0o755);
	const undo: (() => Promise<unknown>)[] = [
		async () => rmSync(directory, {recursive: true, force: true, maxRetries: 5}),
	];
	const close = async () => {
		for (const work of undo.splice(0).reverse()) await work().catch(() => undefined);
	};
	try {
		const here = `10.213.${(process.pid % 250) + 1}.1`;
		const tls = join(directory, 'tls');
		mkdirSync(tls);
		const certificates = await createCertificates(tls, [`IP:${here}`]);
		const [port = 0, secondPort = 0] = await freePorts(2);
		const postgres = await startPostgres({
			directory: join(directory, 'p'),
			port,
			certificates,
			rules,
		});
		undo.push(() => postgres.stop());
		const practice = await signedIn({latencyMs: 300});
		undo.push(practice.close);
		const oauthPort = Number(new URL(practice.record.grant.tokenUrl ?? '').port);
		const hosts: Hosts = await openHosts(count, {here, ports: [oauthPort, ...ports]});
		undo.push(hosts.close);
		const inForm = (host: string) =>
			`postgres://mailgrant@${host}:${port},${host}:${secondPort}/mailgrant?sslmode=verify-full&sslrootcert=${certificates.ca}`;
		const address = inForm(here);
		const running = new Set<Running>();
		undo.push(async () => {
			for (const each of running) each.kill('SIGKILL');
			await Promise.all([...running].map(({ended}) => ended));
		});

		const nodeOf = (host: Host | undefined, home: string): Node => {
			const config = join(home, 'config');
			mkdirSync(home, {recursive: true, mode: 0o700});
			writeFileSync(join(home, '.pgpass'), `*:*:mailgrant:mailgrant:${password}\n`, {mode: 0o600});
			const start: Node['start'] = (args, store = address) => {
				const words = [...(host?.prefix ?? []), process.execPath, program, ...args];
				const [command = '', ...rest] = words;
				const env = {
					PATH: '/usr/sbin:/usr/bin:/bin',
					LANG: 'C.UTF-8',
					HOME: home,
					MAILGRANT_CONFIG: config,
					MAILGRANT_STORE: store,
				};
				const each = followed(spawn(command, rest, {env}));
				running.add(each);
				void each.ended.finally(() => running.delete(each));
				return each;
			};
			return {
				home,
				config,
				start,
				run: async (args, store) => {
					const each = start(args, store);
					each.endInput();
					return each.ended;
				},
			};
		};

		const nodes = hosts.all.map((host, index) => nodeOf(host, join(directory, `h${index}`)));
		// The first host makes the store, out of the local one in which the practice was signed in.
		const [first, ...others] = nodes;
		if (!first) throw new Error('no hosts');
		copyTree(practice.config, first.config);
		for (const args of [
			['store', 'migrate'],
			['store', 'copy', '--from', 'local', '--to', address],
		]) {
			const ended = await first.run(args);
			if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.stderr}`);
		}
		for (const {config} of others) {
			mkdirSync(config, {mode: 0o700});
			cpSync(join(first.config, 'store.key'), join(config, 'store.key'));
		}
		const open = async (name: string) => {
			const opened = await openSharedStore({
				address: parseAddress(inForm('127.0.0.1')),
				environment: {HOME: first.home},
				command: 'tests',
				timeoutMs: 20_000,
				directory: join(directory, name),
				keys: createSharedKeys({directory: first.config, environment: {}}),
				now: () => Date.now(),
				tell() {},
			});
			undo.push(opened.close);
			return opened;
		};
		const store = await open('tests');
		const {name} = practice;
		return {
			practice,
			postgres,
			secondPort,
			directory,
			certificates,
			here,
			address,
			nodes,
			store,
			open,
			tokens: () => store.secrets.readTokens(name).tokens,
			async expire() {
				await store.secrets.updateTokens(name, ({tokens, ...rest}) => ({
					...rest,
					tokens: tokens && {...tokens, expiresAt: Date.now() - 1},
				}));
			},
			async signIn() {
				await practice.signIn();
				const {tokens} = practice.services.secrets.readTokens(name);
				await store.secrets.update(name, ({renewal: _, ...rest}) => ({...rest, tokens}));
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
