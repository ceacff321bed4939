import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import path from 'node:path';
import type {Call} from '../call.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Apache, ApacheCommands} from '../web-server-port.js';
import {readEnvironment} from './environment.js';
import {processesWith} from './processes.js';
import {readApache} from './read-apache.js';
import {readCapped} from './read-capped.js';
import {runHttpd} from './run-httpd.js';

/** Where to look; only tests and practice look elsewhere. */
export type Places = {
	/** Directories of programs, never the current one. */
	readonly programs: readonly string[];
	/** Main files, for when no program can be asked. */
	readonly configurations: readonly string[];
	/** Arguments of the httpd processes that run; those of this host when absent. */
	readonly running?: () => Promise<readonly (readonly string[])[]>;
};

export const usualPlaces: Places = {
	programs: [
		...['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'],
		...['/usr/local/apache2/bin', '/opt/apache2/bin', '/opt/httpd/bin', '/usr/local/httpd/bin'],
	],
	configurations: [
		'/etc/apache2/apache2.conf',
		'/etc/httpd/conf/httpd.conf',
		'/etc/apache2/httpd.conf',
		'/usr/local/apache2/conf/httpd.conf',
		'/usr/local/etc/apache24/httpd.conf',
	],
};

type Build = {
	readonly root?: string;
	readonly configFile?: string;
	readonly version?: string;
	readonly compiledIn: readonly string[];
};

/** The Apache httpd of this host, or the one whose first file is named; undefined when there is none. Throws UserError when its configuration can't be read. */
export async function findApache(
	named: string | undefined,
	call: Call,
	places: Places,
): Promise<Apache | undefined> {
	const binary = await firstProgram(['apache2', 'httpd'], places);
	const control = await firstProgram(['apache2ctl', 'apachectl'], places);
	const running = await (places.running ?? runningHere)();
	const build = binary ? await ask(binary, call) : {compiledIn: []};
	const own = ownFile(running);
	const configFile = named
		? path.resolve(named)
		: (own ?? (await presentFile([build.configFile, ...places.configurations])));
	if (configFile === undefined) return undefined;
	const variables = await variablesOf(configFile);
	const isDefault = configFile === build.configFile;
	const {signal} = call;
	const read = await readApache(
		configFile,
		{
			root: build.root ?? path.dirname(configFile),
			version: build.version,
			variables,
			defines: definesOf(running),
			compiledIn: build.compiledIn.length > 0 ? build.compiledIn : usualModules,
		},
		signal,
	).catch((error: unknown) => {
		if (named !== undefined || own !== undefined || !(error instanceof UserError)) throw error;
		throw new UserError(
			`Apache is installed, and its configuration can't be read. ${error.message}`,
			error.nextSteps,
		);
	});
	return {
		...read,
		version: build.version,
		configFile,
		isRunning: running.some(args => isDefault || args.includes(configFile)),
		commands: {
			...commandsFor({binary, control, configFile: isDefault ? undefined : configFile}),
			environment: Object.fromEntries(variables),
			...(isDefault && (await systemdReload(binary))),
		},
		notes: binary
			? []
			: ['No httpd program was found, so that the configuration can’t be tested here.'],
	};
}

const runningHere = () => processesWith(['apache2', 'httpd']);

async function ask(binary: string, call: Call): Promise<Build> {
	const [version, list] = await Promise.all([
		runHttpd([binary, '-V'], call),
		runHttpd([binary, '-l'], call),
	]);
	const root = /-D HTTPD_ROOT="([^"]*)"/.exec(version.said)?.[1];
	const file = /-D SERVER_CONFIG_FILE="([^"]*)"/.exec(version.said)?.[1];
	return {
		root,
		configFile: file === undefined ? undefined : path.resolve(root ?? '/', file),
		version: /Apache\/(\d+\.\d+\.\d+)/.exec(version.said)?.[1],
		compiledIn: list.said.match(/^\s+\w+\.c$/gm)?.map(name => name.trim()) ?? [],
	};
}

/** The file of `-f`, where every running httpd has the same. */
function ownFile(running: readonly (readonly string[])[]): string | undefined {
	const files = new Set(
		running.map(args => {
			const at = args.indexOf('-f');
			return at === -1 ? undefined : args[at + 1];
		}),
	);
	const [file] = files;
	return files.size === 1 && file?.startsWith('/') ? file : undefined;
}

/** Names of `-D NAME` and `-DNAME`. */
export function definesOf(running: readonly (readonly string[])[]): readonly string[] {
	const names = running.flatMap(args =>
		args.flatMap((argument, index) =>
			argument === '-D'
				? (args[index + 1] ?? [])
				: argument.startsWith('-D')
					? argument.slice(2)
					: [],
		),
	);
	return [...new Set(names)].filter(name => name !== '');
}

function commandsFor({
	binary,
	control,
	configFile,
}: {
	readonly binary?: string;
	readonly control?: string;
	readonly configFile?: string;
}): Pick<ApacheCommands, 'test' | 'reload'> {
	const file = configFile === undefined ? [] : ['-f', configFile];
	// The control program brings the environment of the distribution.
	if (control && !configFile) {
		return {test: [control, 'configtest'], reload: [control, 'graceful']};
	}
	const program = control ?? binary;
	if (!program) return {};
	return {test: [program, '-t', ...file], reload: [program, '-k', 'graceful', ...file]};
}

async function systemdReload(
	binary: string | undefined,
): Promise<Pick<ApacheCommands, 'reload'> | undefined> {
	if (!(await exists('/run/systemd/system'))) return undefined;
	const unit = path.basename(binary ?? 'apache2');
	for (const directory of [
		'/etc/systemd/system',
		'/usr/lib/systemd/system',
		'/lib/systemd/system',
	]) {
		const read = await readCapped(`${directory}/${unit}.service`);
		if (!('text' in read)) continue;
		// A unit of this name may be another httpd's, beside one in a directory of its own.
		if (!startsProgramOf(read.text, binary)) return undefined;
		return {reload: ['/usr/bin/systemctl', 'reload', unit]};
	}
	return undefined;
}

/** Whether a unit starts a program of the directory where the binary lies; /sbin and /usr/sbin are one on most hosts. */
export function startsProgramOf(unit: string, binary: string | undefined): boolean {
	const programs = [...unit.matchAll(/^\s*ExecStart\s*=\s*[-@:+!]*(\/\S+)/gm)].map(
		([, program = '']) => program,
	);
	const place = (file: string) => path.dirname(file).replace(/^\/usr(?=\/s?bin$)/, '');
	return binary !== undefined && programs.some(program => place(program) === place(binary));
}

/** Debian's variables stand beside its configuration, those of others with the service. */
async function variablesOf(configFile: string): Promise<ReadonlyMap<string, string>> {
	const beside = path.join(path.dirname(configFile), 'envvars');
	const ofService = configFile.startsWith('/etc/httpd/') ? ['/etc/sysconfig/httpd'] : [];
	for (const file of [beside, ...ofService]) {
		const read = await readCapped(file);
		if ('text' in read) return readEnvironment(read.text);
	}
	return new Map();
}

async function firstProgram(names: readonly string[], {programs}: Places) {
	for (const directory of programs) {
		for (const name of names) {
			const file = path.join(directory, name);
			if (await exists(file, constants.X_OK)) return file;
		}
	}
	return undefined;
}

/** The first that is not missing; one that may not be read is there. */
async function presentFile(files: readonly (string | undefined)[]) {
	for (const file of files) {
		if (file === undefined) continue;
		const isMissing = await access(file).then(
			() => false,
			(error: NodeJS.ErrnoException) => error.code === 'ENOENT',
		);
		if (!isMissing) return file;
	}
	return undefined;
}

export const exists = (file: string, mode = constants.F_OK) =>
	access(file, mode).then(
		() => true,
		() => false,
	);

/** A command as a line for a shell. */
export const shellLine = (command: readonly string[]) => command.map(shellQuote).join(' ');

const usualModules = ['core.c', 'mod_so.c', 'http_core.c', 'mod_version.c', 'mod_log_config.c'];
