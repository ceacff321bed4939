import {execFile} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Certificates} from './certificates.js';
import {freePorts} from './free-ports.js';
import {startServer} from './server-process.js';

export type Postfix = {
	/** Submission with STARTTLS, and with TLS from the first byte; on 127.0.0.1. */
	readonly ports: {readonly submission: number; readonly smtps: number};
	readonly log: () => string;
	readonly stop: () => Promise<void>;
};

const run = promisify(execFile);
// As `postfix set-permissions` makes them.
const queues = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(
	' ',
);
const daemons = '/usr/lib/postfix/sbin';

/** A Postfix of its own, which asks Dovecot who may send and hands all mail to Dovecot. */
export async function startPostfix({
	directory,
	certificates,
	domain,
	accounts,
	sockets,
	settings: own = {},
}: {
	readonly directory: string;
	readonly certificates: Certificates;
	readonly domain: string;
	readonly accounts: readonly string[];
	readonly sockets: {readonly lmtp: string; readonly sasl: string};
	/** Of main.cf, over the usual ones. */
	readonly settings?: Readonly<Record<string, string>>;
}): Promise<Postfix> {
	const [submission = 0, smtps = 0] = await freePorts(2);
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
	const each = (value: (account: string) => string) =>
		`inline:{${accounts.map(account => `{${account} = ${value(account)}}`).join(', ')}}`;
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
		myhostname: `mail.${domain}`,
		mydestination: '',
		mynetworks: '',
		inet_interfaces: '127.0.0.1',
		inet_protocols: 'ipv4',
		alias_maps: '',
		alias_database: '',
		biff: 'no',
		line_length_limit: '12288',
		virtual_mailbox_domains: domain,
		virtual_mailbox_maps: each(account => account),
		virtual_transport: `lmtp:unix:${sockets.lmtp}`,
		default_transport: 'error:this rig delivers nothing outside',
		smtpd_tls_cert_file: certificates.cert,
		smtpd_tls_key_file: certificates.key,
		smtpd_tls_auth_only: 'yes',
		smtpd_sasl_auth_enable: 'yes',
		smtpd_sasl_type: 'dovecot',
		smtpd_sasl_path: sockets.sasl,
		smtpd_sasl_security_options: 'noanonymous',
		smtpd_sender_login_maps: each(account => account),
		smtpd_sender_restrictions: 'reject_sender_login_mismatch',
		smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
		smtpd_recipient_restrictions: 'permit_sasl_authenticated, reject',
		smtpd_client_connection_rate_limit: '0',
		smtpd_error_sleep_time: '0',
		...own,
	};
	const main = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
	writeFileSync(file('etc/main.cf'), `${main.join('\n')}\n`);
	writeFileSync(file('etc/dynamicmaps.cf'), '');
	writeFileSync(
		file('etc/master.cf'),
		`
127.0.0.1:${submission} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:${smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`.trimStart(),
	);
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
		listensOn: [submission, smtps].map(port => ({host: '127.0.0.1', port})),
		lastWords: () => lastWords().slice(-2000),
	});
	return {ports: {submission, smtps}, log: lastWords, stop: server.stop};
}

const idOf = async (which: '-u' | '-g', user: string) =>
	Number((await run('id', [which, user])).stdout);
