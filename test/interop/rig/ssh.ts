import {execFile} from 'node:child_process';
import {accessSync, chmodSync, constants, copyFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {freePorts} from '../../helpers/free-ports.js';
import {startServer} from './server-process.js';

const run = promisify(execFile);

export type SshServer = {
	readonly port: number;
	/** `ssh` options and destination of a login on 127.0.0.1; a command comes after them. */
	readonly login: readonly string[];
	/** Options that an `ssh` to this server needs, without port and destination. */
	readonly options: readonly string[];
	readonly stop: () => Promise<void>;
};

/** Why no SSH server can be run here; undefined when one can. */
export function whyNoSsh(): string | undefined {
	try {
		accessSync('/usr/sbin/sshd', constants.X_OK);
		accessSync('/usr/bin/ssh', constants.X_OK);
		return undefined;
	} catch {
		return 'openssh-server and openssh-client are not installed';
	}
}

/** An SSH server for this very user, who logs in with a key made for the occasion. */
export async function startSsh(directory: string): Promise<SshServer> {
	const [port = 0] = await freePorts(1);
	const file = (name: string) => join(directory, name);
	mkdirSync(directory, {recursive: true, mode: 0o755});
	for (const name of ['host', 'user']) {
		await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file(name)]);
	}
	copyFileSync(file('user.pub'), file('authorized'));
	chmodSync(file('user'), 0o600);
	// Where sshd's unprivileged half lives; the system's own service would make it.
	mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
	const settings = [
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${file('host')}`,
		`AuthorizedKeysFile ${file('authorized')}`,
		'StrictModes no',
		'UsePAM no',
		'PasswordAuthentication no',
		'PermitRootLogin prohibit-password',
		'AllowTcpForwarding yes',
		'PidFile none',
	];
	writeFileSync(file('sshd_config'), `${settings.join('\n')}\n`);
	const {stop} = await startServer({
		command: '/usr/sbin/sshd',
		args: ['-D', '-e', '-f', file('sshd_config')],
		listensOn: [{host: '127.0.0.1', port}],
		lastWords: () => '',
	});
	const user = (await run('id', ['-un'])).stdout.trim();
	const options = [
		...['-F', 'none', '-i', file('user')],
		...['IdentitiesOnly=yes', 'BatchMode=yes', 'LogLevel=ERROR', 'ExitOnForwardFailure=yes']
			.concat('StrictHostKeyChecking=no', `UserKnownHostsFile=${file('known')}`)
			.flatMap(option => ['-o', option]),
	];
	return {port, options, login: [...options, '-p', String(port), `${user}@127.0.0.1`], stop};
}
