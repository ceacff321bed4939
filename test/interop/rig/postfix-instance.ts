import {execFile} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {startServer} from './server-process.js';

export type PostfixInstance = {
	/** With `main.cf` and `master.cf` in it. */
	readonly configDirectory: string;
	readonly log: () => string;
	readonly stop: () => Promise<void>;
};

const run = promisify(execFile);
// As `postfix set-permissions` makes them.
const queues = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(
	' ',
);
const daemons = '/usr/lib/postfix/sbin';

/** A Postfix with queues of its own, whose `smtpd` listens on 127.0.0.1. */
export async function startPostfixInstance({
	directory,
	settings: own,
	listening,
	services = [],
}: {
	readonly directory: string;
	/** Of main.cf. */
	readonly settings: Readonly<Record<string, string>>;
	/** Port by port, the options of each `smtpd`. */
	readonly listening: ReadonlyMap<number, string>;
	/** Lines of master.cf over those that every Postfix needs. */
	readonly services?: readonly string[];
}): Promise<PostfixInstance> {
	const file = (name: string) => join(directory, name);
	const owner = await idOf('-u', 'postfix');
	const dropGroup = await idOf('-g', 'postfix');
	const make = (name: string, mode: number, uid = owner) => {
		mkdirSync(file(name), {recursive: true});
		chownSync(file(name), uid, dropGroup);
		chmodSync(file(name), mode);
	};
	for (const name of ['etc', 'queue', 'queue/pid']) make(name, 0o755, 0);
	for (const name of ['data', ...queues.map(queue => `queue/${queue}`)]) make(name, 0o700);
	for (const name of ['queue/public', 'queue/maildrop']) make(name, 0o730);
	const log = file('postfix.log');
	const settings = {
		compatibility_level: '3.6',
		queue_directory: file('queue'),
		data_directory: file('data'),
		command_directory: '/usr/sbin',
		daemon_directory: daemons,
		meta_directory: file('etc'),
		mail_owner: 'postfix',
		setgid_group: 'postdrop',
		maillog_file: log,
		maillog_file_prefixes: directory,
		mydestination: '',
		inet_interfaces: '127.0.0.1',
		inet_protocols: 'ipv4',
		alias_maps: '',
		alias_database: '',
		biff: 'no',
		...own,
	};
	const main = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
	writeFileSync(file('etc/main.cf'), `${main.join('\n')}\n`);
	writeFileSync(file('etc/dynamicmaps.cf'), '');
	const master = [
		...[...listening].map(([port, options]) =>
			`127.0.0.1:${port} inet n - n - - smtpd ${options}`.trimEnd(),
		),
		...services,
		usual,
	];
	writeFileSync(file('etc/master.cf'), master.join('\n'));
	const lastWords = () => {
		try {
			return readFileSync(log, 'utf8');
		} catch {
			return '';
		}
	};
	// Not `postfix start`, which would set the server free of its parent.
	const server = await startServer({
		command: `${daemons}/master`,
		args: ['-c', file('etc'), '-d'],
		env: {MAIL_CONFIG: file('etc')},
		listensOn: [...listening.keys()].map(port => ({host: '127.0.0.1', port})),
		lastWords: () => lastWords().slice(-2000),
	});
	return {configDirectory: file('etc'), log: lastWords, stop: server.stop};
}

const usual = `
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`.trimStart();

const idOf = async (which: '-u' | '-g', user: string) =>
	Number((await run('id', [which, user])).stdout);
