import {execFile} from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Certificates} from './certificates.js';
import {type ServerProcess, startServer} from './server-process.js';

const run = promisify(execFile);

/** Password of the superuser `postgres` and of the role `mailgrant`. */
export const password = 'interop-only';

const versions = '/usr/lib/postgresql';
const asPostgres = ['--reuid=postgres', '--regid=postgres', '--init-groups'];

/** Where Debian has the newest server; undefined where none is installed. */
export function postgresPrograms(): string | undefined {
	const [newest] = existsSync(versions)
		? readdirSync(versions).sort((one, other) => Number(other) - Number(one))
		: [];
	const bin = newest && join(versions, newest, 'bin');
	return bin && existsSync(join(bin, 'initdb')) ? bin : undefined;
}

/** Why it can't be run here; undefined when it can. */
export function whyNoPostgres(): string | undefined {
	if (process.getuid?.() !== 0) return 'only root becomes the user postgres';
	return postgresPrograms() ? undefined : 'postgresql is not installed';
}

export type Postgres = {
	readonly port: number;
	/** As a superuser; gives the rows without headings. */
	readonly sql: (text: string, database?: string) => Promise<string>;
	/** `fast`: sessions are ended. `crash`: as if the machine lost its power. */
	readonly stop: (how?: 'fast' | 'crash') => Promise<void>;
	readonly start: () => Promise<void>;
	/** Of a standby: takes writes from now on. */
	readonly promote: () => Promise<void>;
	/** A second server that follows this one. */
	readonly standby: (options: {
		readonly directory: string;
		readonly port: number;
	}) => Promise<Postgres>;
};

/** A server of its own in the directory, over TCP with passwords; with certificates only over TLS beyond this host. */
export async function startPostgres(options: {
	readonly directory: string;
	readonly port: number;
	readonly certificates?: Certificates;
	/** Lines of pg_hba.conf before the others. */
	readonly rules?: readonly string[];
}): Promise<Postgres> {
	const {directory, certificates} = options;
	const data = join(directory, 'data');
	await makeOwn(directory);
	const passwords = join(directory, 'password');
	writeFileSync(passwords, `${password}\n`);
	await runAs('initdb', [
		'-D',
		data,
		'-U',
		'postgres',
		'-A',
		'scram-sha-256',
		`--pwfile=${passwords}`,
		'--no-sync',
	]);
	writeFileSync(
		join(data, 'pg_hba.conf'),
		[
			...(options.rules ?? []),
			'local all all scram-sha-256',
			'local replication all scram-sha-256',
			'host all all 127.0.0.0/8 scram-sha-256',
			'host replication all 127.0.0.0/8 scram-sha-256',
			`${certificates ? 'hostssl' : 'host'} all all 0.0.0.0/0 scram-sha-256`,
			'',
		].join('\n'),
	);
	if (certificates) {
		for (const [from, to] of [
			[certificates.cert, 'server.crt'],
			[certificates.key, 'server.key'],
			[certificates.ca, 'root.crt'],
		] as const) {
			copyFileSync(from, join(data, to));
			chmodSync(join(data, to), 0o600);
			await run('chown', ['postgres:', join(data, to)]);
		}
	}
	const server = await openServer(options);
	await server.sql(`CREATE ROLE mailgrant LOGIN PASSWORD '${password}'`);
	await server.sql('CREATE DATABASE mailgrant OWNER mailgrant');
	return server;
}

async function openServer({
	directory,
	port,
	certificates,
}: Parameters<typeof startPostgres>[0]): Promise<Postgres> {
	const data = join(directory, 'data');
	let running: ServerProcess | undefined;

	async function start() {
		const settings = {
			port,
			listen_addresses: '*',
			unix_socket_directories: directory,
			// A test loses no power.
			fsync: 'off',
			shared_buffers: '16MB',
			max_connections: 120,
			...(certificates && {ssl: 'on', ssl_ca_file: 'root.crt'}),
		};
		running = await startServer({
			command: 'setpriv',
			args: [
				...asPostgres,
				// Lost when the user changes, so it is asked for again.
				...['--pdeathsig', 'INT'],
				join(postgresPrograms() ?? '', 'postgres'),
				...['-D', data],
				...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
			],
			listensOn: [{host: '127.0.0.1', port}],
			lastWords: () => '',
		});
		await isReady();
	}

	async function sql(text: string, database = 'postgres') {
		const {stdout} = await run(
			'psql',
			[
				'-XqAt',
				'-h',
				directory,
				'-p',
				String(port),
				'-U',
				'postgres',
				'-d',
				database,
				'-v',
				'ON_ERROR_STOP=1',
				'-c',
				text,
			],
			{env: {PATH: '/usr/bin:/bin', PGPASSWORD: password}},
		);
		return stdout.trim();
	}

	async function isReady() {
		for (let left = 200; ; left--) {
			try {
				await sql('SELECT 1');
				return;
			} catch (error) {
				if (left === 0) throw error;
				await new Promise(resolve => setTimeout(resolve, 50));
			}
		}
	}

	await start();
	return {
		port,
		sql,
		start,
		async stop(how = 'fast') {
			const pid = running?.pid ?? 0;
			const file = join(data, 'postmaster.pid');
			if (!existsSync(file)) return;
			// Its own way to end at once; the group would be ended worker by worker.
			process.kill(pid, how === 'crash' ? 'SIGQUIT' : 'SIGINT');
			while (isAlive(pid)) await new Promise(resolve => setTimeout(resolve, 20));
			await running?.stop();
		},
		async promote() {
			await runAs('pg_ctl', ['promote', '-D', data, '-w', '-t', '20']);
		},
		async standby(place) {
			await makeOwn(place.directory);
			await runAs(
				'pg_basebackup',
				[
					'-D',
					join(place.directory, 'data'),
					'-R',
					'-c',
					'fast',
					'-X',
					'stream',
					'--no-sync',
					'-h',
					directory,
					'-p',
					String(port),
					'-U',
					'postgres',
				],
				{PGPASSWORD: password},
			);
			return openServer({...place, certificates});
		},
	};
}

/** Zombies count as ended: their parent is these tests, which hear of it in their own time. */
function isAlive(pid: number): boolean {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}

async function makeOwn(directory: string) {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	await run('chown', ['postgres:', directory]);
	chmodSync(directory, 0o755);
}

async function runAs(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
	await run('setpriv', [...asPostgres, join(postgresPrograms() ?? '', program), ...args], {
		cwd: '/',
		env: {PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...env},
	});
}
