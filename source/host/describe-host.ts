import {lstatSync, readdirSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {isSea} from 'node:sea';
import {clean} from '../clean.js';
import {networkFileSystem} from '../storage/network-file-system.js';
import type {HostFacts} from '../support/host-facts.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Looks at the process, the terminal and the files of the store; opens none of these. */
export function describeHost({
	version,
	directory,
	environment,
}: {
	readonly version: string;
	/** Of the store, absolute. */
	readonly directory: string;
	readonly environment: Environment;
}): HostFacts {
	const {stdin, stdout, versions, arch} = process;
	return {
		version,
		form: isSea() ? 'single executable' : 'for Node.js',
		runtime: `Node.js ${versions.node}, V8 ${versions.v8}, OpenSSL ${versions.openssl}`,
		system: [`${os.type()} ${os.release()} ${arch}`, distribution(), library()]
			.filter(part => part !== '')
			.join(', '),
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		isRoot: process.getuid?.() === 0,
		terminal: {
			input: stdin.isTTY === true,
			output: stdout.isTTY === true,
			columns: stdout.columns,
			rows: stdout.rows,
			variables: shown.flatMap(name => {
				const value = environment[name];
				return value === undefined ? [] : [`${name.padEnd(12)}${clean(value, 60)}`];
			}),
			between: between(environment).join(', '),
		},
		settings: settings.filter(name => environment[name] !== undefined),
		store: {directory, networkFileSystem: networkFileSystem(directory), files: filesIn(directory)},
	};
}

/** Their values say how the screen is drawn, and nothing else. */
const shown = [
	'TERM',
	'COLORTERM',
	'TERM_PROGRAM',
	'LANG',
	'LC_ALL',
	'LC_CTYPE',
	'NO_COLOR',
	'FORCE_COLOR',
];

/** Of these only the names are told: a proxy has a password at times. */
const settings = [
	'MAILGRANT_CONFIG',
	'MAILGRANT_KEY_FILE',
	'XDG_CONFIG_HOME',
	'CREDENTIALS_DIRECTORY',
	'RUNTIME_DIRECTORY',
	'HTTPS_PROXY',
	'HTTP_PROXY',
	'ALL_PROXY',
	'NO_PROXY',
	'https_proxy',
	'http_proxy',
	'all_proxy',
	'no_proxy',
	'NODE_OPTIONS',
	'NODE_EXTRA_CA_CERTS',
	'SSL_CERT_FILE',
];

function between(environment: Environment): string[] {
	return [
		...(environment.SSH_CONNECTION || environment.SSH_TTY ? ['SSH'] : []),
		...(environment.TMUX ? ['tmux'] : []),
		...(environment.STY ? ['screen'] : []),
		...(environment.SUDO_USER ? ['sudo'] : []),
	];
}

function distribution(): string {
	try {
		const text = readFileSync('/etc/os-release', 'utf8');
		const [, name = ''] = /^PRETTY_NAME="?([^"\n]*)/m.exec(text) ?? [];
		return clean(name, 80);
	} catch {
		// Only some systems have one.
		return '';
	}
}

function library(): string {
	const report: unknown = process.report?.getReport();
	const header = (report as {readonly header?: Record<string, unknown>} | undefined)?.header;
	const glibc = header?.glibcVersionRuntime;
	return typeof glibc === 'string' ? `glibc ${clean(glibc, 20)}` : '';
}

const mostFiles = 40;

function filesIn(directory: string): string[] {
	try {
		const names = readdirSync(directory).toSorted();
		const more = names.length - mostFiles;
		return [
			...['.', ...names.slice(0, mostFiles)].map(name => lineOf(directory, name)),
			...(more > 0 ? [`and ${more} more`] : []),
		];
	} catch (error) {
		return [clean((error as Error).message, 200)];
	}
}

function lineOf(directory: string, name: string): string {
	const stats = lstatSync(path.join(directory, name), {throwIfNoEntry: false});
	if (!stats) return `${clean(name, 80)} has gone`;
	const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
	const owner = `${stats.uid}:${stats.gid}`;
	const kind = stats.isDirectory() ? '/' : stats.isSymbolicLink() ? ' (link)' : '';
	const day = stats.mtime.toISOString().slice(0, 19).replace('T', ' ');
	return `${mode}  ${owner.padEnd(11)} ${String(stats.size).padStart(9)}  ${day}  ${clean(name, 80)}${kind}`;
}
