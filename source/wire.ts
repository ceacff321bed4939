import {fstatSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Audit} from './audit-port.js';
import type {SurfaceWish, World} from './commands/invocation.js';
import type {Setting} from './commands/run.js';
import type {Services} from './services.js';
import {shellQuote} from './shell-quote.js';
import {type Surface, surfaceOf} from './surface.js';

/** Wires the world to the process. Everything heavy is loaded by the command that wants it. */
export function wire({
	directory,
	passphraseDescriptor,
	command,
	timeoutMs,
	signal,
	print,
	tell,
	askHidden,
	onHangUp,
	version,
}: Setting & {
	/** Of the program. */
	readonly version: string;
	readonly signal: AbortSignal;
	readonly print: (text: string) => void;
	/** Troubles that stop nothing. */
	readonly tell: (text: string) => void;
	/** A question whose answer is not echoed; undefined without a terminal. */
	readonly askHidden: ((question: string) => Promise<string>) | undefined;
	/** Takes SIGHUP over; undefined gives it back. */
	readonly onHangUp: (call: (() => void) | undefined) => void;
}): World {
	/** The directory and the key of its store, for which a passphrase may have to be asked. */
	async function openKey() {
		const {configDirectory} = await import('./storage/config-directory.js');
		const {unlock} = await import('./storage/unlock.js');
		const where = {
			directory: configDirectory(directory, process.env),
			environment: process.env,
		};
		const key = await unlock({...where, descriptor: passphraseDescriptor, ask: askHidden});
		return {...where, key};
	}

	async function openAudit(
		where: Pick<Awaited<ReturnType<typeof openKey>>, 'directory' | 'environment'>,
		told = tell,
	): Promise<Audit> {
		const {createAuditLog} = await import('./storage/audit-log.js');
		return createAuditLog({...where, now: () => Date.now(), command, tell: told});
	}

	async function openServices(told = tell): Promise<Services> {
		const {createServices} = await import('./create-services.js');
		const {directory, environment, key} = await openKey();
		const audit = await openAudit({directory, environment}, told);
		return createServices({directory, key, audit});
	}

	async function show(services: Services, command: string, surface: Surface) {
		const {startScreens} = await import('./start-screens.js');
		print(await startScreens({services, command, timeoutMs, signal, surface}));
		signal.throwIfAborted();
	}

	return {
		openServices: () => openServices(),
		async readNames() {
			const {configDirectory} = await import('./storage/config-directory.js');
			const {openStores} = await import('./storage/stores.js');
			const where = configDirectory(directory, process.env);
			const {grants} = openStores({directory: where, now: () => Date.now()});
			return grants.list().map(({grant}) => grant.name);
		},
		async openVault() {
			const {createVault} = await import('./storage/vault.js');
			const opened = await openKey();
			return createVault({...opened, audit: await openAudit(opened)});
		},
		async readAudit() {
			const {configDirectory} = await import('./storage/config-directory.js');
			const {readAudit} = await import('./storage/read-audit.js');
			return readAudit(configDirectory(directory, process.env));
		},
		async describeHost() {
			const {configDirectory} = await import('./storage/config-directory.js');
			const {describeHost} = await import('./host/describe-host.js');
			const environment = process.env;
			const where = configDirectory(directory, environment);
			return describeHost({version, directory: where, environment});
		},
		async writeReport(file, text) {
			const {writeTextFile} = await import('./storage/write-text-file.js');
			return writeTextFile(file, text, 0o600);
		},
		async openWatch({grants}, wish) {
			const {openWatch} = await import('./unattended/open-watch.js');
			return openWatch(wish, {
				store: grants.directory,
				environment: process.env,
				onHangUp,
				tell,
			});
		},
		async openServiceHost(root) {
			const {configDirectory} = await import('./storage/config-directory.js');
			const {createServiceHost} = await import('./host/service-host.js');
			return createServiceHost({
				root,
				version,
				store: {
					directory: configDirectory(directory, process.env),
					isNamed: directory !== undefined || !!process.env.MAILGRANT_CONFIG,
				},
				environment: process.env,
				signal,
			});
		},
		isJournal: isJournal(process.env.JOURNAL_STREAM),
		async showScreens(wish) {
			const surface = surfaceFor(wish);
			const given = directory === undefined ? '' : ` --config ${shellQuote(directory)}`;
			// A line in the middle of the screens would break them.
			const troubles: string[] = [];
			try {
				await show(
					await openServices(text => troubles.push(text)),
					`mailgrant${given}${flagOf(wish)}`,
					surface,
				);
			} finally {
				for (const text of troubles) tell(text);
			}
		},
		async showPractice({fault, ...wish}) {
			const surface = surfaceFor(wish);
			const {startPractice} = await import('./practice/start-practice.js');
			const {createServices} = await import('./create-services.js');
			// mkdtemp makes it 0700; nothing of a real configuration is read or written.
			const throwaway = await mkdtemp(path.join(tmpdir(), 'mailgrant-practice-'));
			try {
				const practice = await startPractice({
					directory: path.join(throwaway, 'servers'),
					fault,
				});
				try {
					const services = createServices({directory: path.join(throwaway, 'config'), practice});
					await show(services, 'mailgrant practice', surface);
				} finally {
					await practice.close();
				}
			} finally {
				await rm(throwaway, {recursive: true, force: true});
			}
		},
		async servePractice({fault}) {
			const {startPractice} = await import('./practice/start-practice.js');
			const {practiceLine} = await import('./practice/serve.js');
			const servers = await startPractice({fault});
			return {line: practiceLine(servers), close: servers.close};
		},
		async practiceFaults() {
			const {faultIds} = await import('./practice/fault-of.js');
			return faultIds;
		},
	};
}

/** systemd.exec(5): device and inode of the stream that it has connected. A process that was started with another output keeps the variable. */
function isJournal(stream: string | undefined): boolean {
	if (stream === undefined) return false;
	try {
		const {dev, ino} = fstatSync(process.stdout.fd);
		return stream === `${dev}:${ino}`;
	} catch {
		return false;
	}
}

const surfaceFor = ({isPlain, isScreenReader}: SurfaceWish) =>
	surfaceOf({
		isPlain,
		isScreenReader: isScreenReader || process.env.INK_SCREEN_READER === 'true',
		isInputTerminal: process.stdin.isTTY === true,
		isOutputTerminal: process.stdout.isTTY === true,
		term: process.env.TERM,
		platform: process.platform,
	});

const flagOf = ({isPlain, isScreenReader}: SurfaceWish) =>
	isPlain ? ' --plain' : isScreenReader ? ' --screen-reader' : '';
