import {execFile} from 'node:child_process';
import {chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Certificates} from './certificates.js';
import {password} from './postgres.js';
import {startServer} from './server-process.js';

const run = promisify(execFile);
const program = '/usr/sbin/pgbouncer';

/** Why it can't be run here; undefined when it can. */
export const whyNoPgbouncer = (): string | undefined =>
	existsSync(program) ? undefined : 'pgbouncer is not installed';

export type PoolMode = 'session' | 'transaction' | 'statement';

export type Pgbouncer = {
	/** Sessions that each process was asked for by now, as its log has them. */
	readonly logins: () => readonly number[];
	readonly stop: () => Promise<void>;
};

/** A pooler in front of a PostgreSQL of this machine, with TLS and the role `mailgrant`; of several processes that share the port the kernel chooses one for each connection. */
export async function startPgbouncer({
	processes = 1,
	directory,
	...options
}: Options & {readonly processes?: number}): Promise<Pgbouncer> {
	const more = {...options.more, ...(processes > 1 && {so_reuseport: 1})};
	const all: Pgbouncer[] = [];
	const stop = async () => void (await Promise.all(all.map(each => each.stop())));
	try {
		while (all.length < processes) {
			all.push(await startOne({...options, more, directory: join(directory, String(all.length))}));
		}
	} catch (error) {
		await stop();
		throw error;
	}
	return {logins: () => all.flatMap(each => each.logins()), stop};
}

type Options = {
	readonly directory: string;
	readonly port: number;
	/** Port of PostgreSQL. */
	readonly server: number;
	readonly certificates: Certificates;
	readonly mode: PoolMode;
	/** Further settings. */
	readonly more?: Readonly<Record<string, string | number>>;
};

async function startOne({
	directory,
	port,
	server,
	certificates,
	mode,
	more = {},
}: Options): Promise<Pgbouncer> {
	mkdirSync(directory, {recursive: true});
	const file = (name: string) => join(directory, name);
	copyFileSync(certificates.cert, file('server.crt'));
	copyFileSync(certificates.key, file('server.key'));
	writeFileSync(file('users'), `"mailgrant" "${password}"\n`);
	const settings = {
		listen_addr: '0.0.0.0',
		listen_port: port,
		unix_socket_dir: '',
		auth_type: 'scram-sha-256',
		auth_file: file('users'),
		logfile: file('log'),
		pidfile: file('pid'),
		pool_mode: mode,
		client_tls_sslmode: 'require',
		client_tls_cert_file: file('server.crt'),
		client_tls_key_file: file('server.key'),
		...more,
	};
	writeFileSync(
		file('ini'),
		[
			'[databases]',
			`mailgrant = host=127.0.0.1 port=${server}`,
			'[pgbouncer]',
			...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
			'',
		].join('\n'),
	);
	await run('chown', ['-R', 'postgres:', directory]);
	chmodSync(file('server.key'), 0o600);
	const log = () => (existsSync(file('log')) ? readFileSync(file('log'), 'utf8') : '');
	const pooler = await startServer({
		command: 'setpriv',
		// Lost when the user changes, so it is asked for again.
		args: [
			...['--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig', 'TERM'],
			...[program, file('ini')],
		],
		listensOn: [{host: '127.0.0.1', port}],
		lastWords: () => log().slice(-2000),
	});
	// Another one may be who answers at the port.
	while (!log().includes('process up')) await new Promise(resolve => setTimeout(resolve, 25));
	return {
		logins: () => [log().match(/ login attempt: /g)?.length ?? 0],
		stop: pooler.stop,
	};
}
