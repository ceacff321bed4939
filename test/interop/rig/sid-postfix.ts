import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import {vi} from 'vitest';
import {type DebianRoot, unpackRoot} from './debian-root.js';
import {startServer} from './server-process.js';

const run = promisify(execFile);

/** Postfix, its plug-in, and what a script of an admin's needs. */
export const sidPackages = [
	...['postfix', 'sasl-xoauth2', 'base-files', 'base-passwd', 'dash', 'coreutils', 'findutils'],
	...['diffutils', 'grep', 'perl-base', 'sed'],
	...['systemd-standalone-sysusers', 'systemd-standalone-tmpfiles'],
];

export type SidPostfix = DebianRoot & {
	readonly log: () => string;
	readonly stop: () => Promise<void>;
};

// As the packages set themselves up. postfix-script starts what it starts in a session of its own.
const settingUp = `set -e
mkdir -p /usr/local/sbin
cp /usr/share/base-passwd/passwd.master /etc/passwd
cp /usr/share/base-passwd/group.master /etc/group
systemd-sysusers postfix.conf
systemd-tmpfiles --create postfix.conf
chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue
chmod 2555 /usr/sbin/postdrop /usr/sbin/postqueue
echo '127.0.0.1 localhost' > /etc/hosts
cd /etc/postfix
cp /usr/share/postfix/main.cf.debian main.cf
cp /usr/share/postfix/master.cf.dist master.cf
postconf -MX smtp/inet
postconf -e "$@"
: > /etc/aliases
newaliases
postfix check
`;

/** The Postfix of Debian's sid in a root of its own, with no relay yet; it takes mail from its own sendmail. */
export async function startSidPostfix(
	options: Parameters<typeof unpackRoot>[0],
): Promise<SidPostfix> {
	const root = await unpackRoot(options);
	const [command = '', ...prefix] = root.prefix;
	const settings = [
		'myhostname = client.example.net',
		'inet_interfaces = loopback-only',
		'inet_protocols = ipv4',
		'maillog_file = /var/log/mail.log',
		// The rig’s name is in no DNS.
		'smtp_host_lookup = native',
		// A message that has to wait is tried again when the test asks for it.
		'minimal_backoff_time = 1h',
	];
	await run(command, [...prefix, 'sh', '-c', settingUp, 'sh', ...settings]);
	const log = () => {
		try {
			return readFileSync(root.path('/var/log/mail.log'), 'utf8');
		} catch {
			return '';
		}
	};
	const server = await startServer({
		command,
		args: [...prefix, '/usr/lib/postfix/sbin/master', '-d'],
		listensOn: [],
		lastWords: () => log().slice(-2000),
	});
	try {
		await vi.waitUntil(() => log().includes('daemon started'), {timeout: 20_000});
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {...root, log, stop: server.stop};
}
