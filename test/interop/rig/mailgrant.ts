import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {scopes} from './authorization-server.js';
import type {SshServer} from './ssh.js';
import type {Rig} from './start-rig.js';

export const program = fileURLToPath(new URL('../../../dist/mailgrant.js', import.meta.url));

export type Ended = {readonly code: number; readonly stdout: string; readonly stderr: string};

export type Running = {
	/** Gives the match when it has come on standard output or standard error; rejects at the end of the program. */
	readonly until: (expected: RegExp) => Promise<RegExpExecArray>;
	readonly write: (text: string) => void;
	readonly endInput: () => void;
	readonly kill: (signal: NodeJS.Signals) => void;
	readonly ended: Promise<Ended>;
};

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
		let stdout = '';
		let stderr = '';
		let code: number | undefined;
		const watchers = new Set<() => void>();
		const notify = () => {
			for (const watcher of [...watchers]) watcher();
		};
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
			notify();
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
			notify();
		});
		// A program that has ended reads no more.
		child.stdin.on('error', () => {});
		const ended = new Promise<Ended>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (exitCode, signal) => {
				code = exitCode ?? (signal ? 128 : 0);
				running.delete(self);
				resolve({code, stdout, stderr});
				notify();
			});
		});
		const self: Running = {
			until(expected) {
				const {promise, resolve, reject} = Promise.withResolvers<RegExpExecArray>();
				const look = () => {
					const found = expected.exec(stdout) ?? expected.exec(stderr);
					if (found) resolve(found);
					else if (code !== undefined) {
						reject(new Error(`${expected} did not come; code ${code}:\n${stdout}\n${stderr}`));
					}
				};
				watchers.add(look);
				look();
				return promise.finally(() => watchers.delete(look));
			},
			write: text => child.stdin.write(text),
			endInput: () => child.stdin.end(),
			kill: signal => child.kill(signal),
			ended,
		};
		running.add(self);
		ended.catch(() => running.delete(self));
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
