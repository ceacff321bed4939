import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Ended, followed, type Running} from '../../helpers/followed.js';
import {scopes} from './authorization-server.js';
import type {SshServer} from './ssh.js';
import type {Rig} from './start-rig.js';

export const program = fileURLToPath(new URL('../../../dist/mailgrant.js', import.meta.url));

/** The built program with a home and a configuration of its own. */
export type Mailgrant = {
	readonly home: string;
	readonly config: string;
	readonly env: Readonly<Record<string, string>>;
	/** Runs a command to its end. */
	readonly run: (args: readonly string[], stdin?: string) => Promise<Ended>;
	/** Runs a command and leaves standard input open. */
	readonly start: (args: readonly string[]) => Running;
	/** As `start`, in a login over SSH. */
	readonly overSsh: (ssh: SshServer, args: readonly string[]) => Running;
	/** What `ssh` is given for that. */
	readonly sshArguments: (ssh: SshServer, args: readonly string[]) => readonly string[];
	/** `add` of a custom grant at the rig, with what differs; undefined takes a flag away. */
	readonly add: (
		rig: Rig,
		name: string,
		flags?: Readonly<Record<string, string | undefined>>,
		secret?: string,
	) => Promise<Ended>;
	/** Kills what still runs and removes the home. */
	readonly close: () => Promise<void>;
};

export function createMailgrant(): Mailgrant {
	if (!existsSync(program)) throw new Error(`${program} is not built. Run npm run build first.`);
	const home = mkdtempSync('/tmp/mg-home-');
	const config = join(home, 'config');
	const env = {
		PATH: '/usr/bin:/bin',
		LANG: 'C.UTF-8',
		HOME: home,
		MAILGRANT_CONFIG: config,
	};
	const running = new Set<Running>();

	const start = (args: readonly string[]) => follow(process.execPath, [program, ...args]);

	const sshArguments = (ssh: SshServer, args: readonly string[]) => {
		const words = ['env', ...Object.entries(env).map(entry => entry.join('='))]
			.concat(process.execPath, program, args)
			.map(word => `'${word.replaceAll("'", "'\\''")}'`);
		return [...ssh.login, words.join(' ')];
	};

	function follow(command: string, args: readonly string[]): Running {
		// Longer than any deadline in the program: a command that hangs is ended, and its test fails.
		const child = spawn(command, args, {env, cwd: home, timeout: 60_000});
		const self = followed(child);
		running.add(self);
		const forget = () => running.delete(self);
		self.ended.then(forget, forget);
		return self;
	}

	function run(args: readonly string[], stdin?: string): Promise<Ended> {
		const command = start(args);
		if (stdin !== undefined) command.write(stdin);
		command.endInput();
		return command.ended;
	}

	return {
		home,
		config,
		env,
		run,
		start,
		overSsh: (ssh, args) => follow('/usr/bin/ssh', sshArguments(ssh, args)),
		sshArguments,
		add(rig, name, flags = {}, secret = rig.authorization.clientSecret) {
			const all = {...flagsFor(rig), ...flags};
			const given = Object.entries(all).flatMap(([flag, value]) =>
				value === undefined ? [] : [`--${flag}`, value],
			);
			return run(['add', name, '--client-secret-stdin', ...given], `${secret}\n`);
		},
		async close() {
			const left = [...running];
			for (const command of left) command.kill('SIGKILL');
			await Promise.allSettled(left.map(command => command.ended));
			rmSync(home, {recursive: true, force: true});
		},
	};
}

function flagsFor({authorization, mailbox, dovecot, postfix, ca, callbackPort}: Rig) {
	return {
		provider: 'custom',
		mailbox,
		'client-id': authorization.clientId,
		incoming: 'imap',
		outgoing: 'smtp',
		'authorize-url': authorization.authorizeUrl,
		'token-url': authorization.tokenUrl,
		'device-url': authorization.deviceUrl,
		'metadata-url': authorization.metadataUrl,
		imap: `localhost:${dovecot.ports.imaps}`,
		'imap-security': 'tls',
		smtp: `localhost:${postfix.ports.submission}`,
		'smtp-security': 'starttls',
		scope: `${scopes.imap} ${scopes.smtp}`,
		'ca-file': ca,
		'callback-port': String(callbackPort),
	};
}
