import {fstatSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isSea} from 'node:sea';
import {setFlagsFromString} from 'node:v8';
import type {Audit} from './audit-port.js';
import type {SurfaceWish, World} from './commands/invocation.js';
import type {Setting} from './commands/run.js';
import type {SharedStore} from './postgres/open-shared-store.js';
import type {Services} from './services.js';
import {shellQuote} from './shell-quote.js';
import {type Surface, surfaceOf} from './surface.js';
import {workFlags} from './v8-flags.js';

/** Wires the world to the process. Everything heavy is loaded by the command that wants it. */
export function wire({
	directory,
	store,
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

	/** Which store is meant, before anything of it is opened. */
	async function chosenStore() {
		const {configDirectory} = await import('./storage/config-directory.js');
		const {chooseStore, isLocalStore} = await import('./storage/store-choice.js');
		const where = {directory: configDirectory(directory, process.env), environment: process.env};
		const choice = chooseStore({option: store, ...where});
		return {...where, ...choice, isLocal: isLocalStore(choice.store)};
	}

	/** How a store in PostgreSQL is opened. */
	async function sharedOptions(text: string, by: string) {
		const {parseAddress} = await import('./postgres/address.js');
		const {createSharedKeys} = await import('./postgres/shared-keys.js');
		const {configDirectory} = await import('./storage/config-directory.js');
		const where = {directory: configDirectory(directory, process.env), environment: process.env};
		return {
			...where,
			address: parseAddress(text, by),
			keys: createSharedKeys({...where, descriptor: passphraseDescriptor, ask: askHidden}),
			command,
			timeoutMs,
		};
	}

	/** What is opened over the network is closed at the end. */
	const opened: {readonly close: () => Promise<void>}[] = [];
	const sharedChanges = new WeakMap<Services['grants'], SharedStore['changes']>();

	async function openServices(told = tell, only?: readonly string[]): Promise<Services> {
		const {createServices} = await import('./create-services.js');
		const chosen = await chosenStore();
		if (chosen.isLocal) {
			const {directory, environment, key} = await openKey();
			const audit = await openAudit({directory, environment}, told);
			return createServices({directory, key, audit});
		}
		const {openSharedStore} = await import('./postgres/open-shared-store.js');
		const {formatAddress} = await import('./postgres/address.js');
		const options = await sharedOptions(chosen.store, chosen.by);
		const audit = await openAudit(chosen, told);
		const shared = await openSharedStore({
			...options,
			only,
			signal,
			now: () => Date.now(),
			tell: told,
		});
		opened.push(shared);
		sharedChanges.set(shared.grants, shared.changes);
		const isKept = chosen.by === 'store.json';
		const address = isKept ? undefined : formatAddress(options.address);
		const {directory} = options;
		return createServices({directory, audit, stores: {...shared, address}});
	}

	async function show(services: Services, command: string, surface: Surface) {
		const {startScreens} = await import('./start-screens.js');
		print(await startScreens({services, command, timeoutMs, signal, surface}));
		signal.throwIfAborted();
	}

	return {
		openServices: ({only} = {}) => openServices(tell, only),
		async readNames() {
			const chosen = await chosenStore();
			if (!chosen.isLocal) {
				return (await openServices()).grants.list().map(({grant}) => grant.name);
			}
			const {openStores} = await import('./storage/stores.js');
			const {grants} = openStores({directory: chosen.directory, now: () => Date.now()});
			return grants.list().map(({grant}) => grant.name);
		},
		async openVault() {
			const chosen = await chosenStore();
			if (chosen.isLocal) {
				const {createVault} = await import('./storage/vault.js');
				const local = await openKey();
				return createVault({...local, audit: await openAudit(local)});
			}
			const {openSharedVault} = await import('./postgres/open-shared-vault.js');
			const {openBackup, writeBackup} = await import('./storage/backup.js');
			const shared = await openSharedVault(await sharedOptions(chosen.store, chosen.by));
			opened.push(shared);
			const backup = {whole: shared.whole, audit: await openAudit(chosen)};
			return {
				rekey: shared.rekey,
				backup: (file, ask) => writeBackup(backup, file, ask),
				openBackup: (file, ask) => openBackup(backup, file, ask),
			};
		},
		async openStoreAdmin() {
			const {createStoreAdmin} = await import('./store-admin.js');
			const chosen = await chosenStore();
			const {directory, store, by} = chosen;
			return createStoreAdmin({
				openAudit: () => openAudit(chosen),
				directory,
				store,
				localKey: async () => (await openKey()).key,
				optionsFor: (text, where) => sharedOptions(text, text === store ? by : where),
			});
		},
		async close() {
			await Promise.all(opened.map(each => each.close()));
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
		async openWatch(wish) {
			const {openWatch} = await import('./unattended/open-watch.js');
			const {handedKey} = await import('./storage/handed-key.js');
			const ways = {environment: process.env, onHangUp, tell};
			const chosen = await chosenStore();
			// A process beside this one can't be given a passphrase, nor a connection to another host.
			if (!chosen.isLocal || handedKey(chosen.directory) === 'passphrase') {
				for (const flag of workFlags) setFlagsFromString(flag);
				const services = await openServices();
				const {grants} = services;
				const shared = sharedChanges.get(grants);
				return {services, watch: openWatch(wish, {...ways, store: grants.directory, shared})};
			}
			const {directory} = chosen;
			const {createLookoutProcess} = await import('./unattended/lookout-process.js');
			const {networkFileSystem} = await import('./storage/network-file-system.js');
			const watch = openWatch(wish, {...ways, store: directory});
			return {
				watch,
				lookout: createLookoutProcess({
					command: [
						process.execPath,
						...process.execArgv,
						...(isSea() ? [] : [process.argv[1] ?? '']),
						...['look-after', `--config=${directory}`, '--store=local'],
						...[`--timeout=${timeoutMs / 1000}`, `--token-dir=${watch.tokenFiles.directory}`],
						...(wish.owner === undefined ? [] : [`--token-owner=${wish.owner}`]),
					],
					directory,
					signal,
					watch,
				}),
				grants: {directory, networkFileSystem: () => networkFileSystem(directory)},
			};
		},
		async openTokenFiles({grants}, wish) {
			const {openTokenFiles} = await import('./unattended/open-token-files.js');
			const {tokenStamp} = await import('./storage/token-stamp.js');
			onHangUp(() => {});
			return {
				tokenFiles: openTokenFiles(wish, {store: grants.directory, environment: process.env}),
				stampOf: grant => tokenStamp(grants.directory, grant),
			};
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
				execPath: process.execPath,
				// Of the executable it is the word by which it was called.
				file: isSea() ? undefined : process.argv[1],
			});
		},
		isJournal: isJournal(process.env.JOURNAL_STREAM),
		async showScreens(wish) {
			const surface = surfaceFor(wish);
			const given = [
				directory === undefined ? '' : ` --config ${shellQuote(directory)}`,
				store === undefined ? '' : ` --store ${shellQuote(store)}`,
			].join('');
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
