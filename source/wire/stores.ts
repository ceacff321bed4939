import type {Audit} from '../audit-port.js';
import type {World} from '../commands/invocation.js';
import type {GrantStore} from '../grant-store-port.js';
import type {SharedStore} from '../postgres/open-shared-store.js';
import type {Services} from '../services.js';
import {configured} from './configured.js';
import type {Wiring} from './wiring.js';

export type Stores = ReturnType<typeof wireStores>;

/** Opens the store that is meant: the one in the directory, or one in PostgreSQL. */
export function wireStores({
	directory,
	store,
	passphraseDescriptor,
	command,
	timeoutMs,
	signal,
	tell,
	askHidden,
}: Wiring) {
	/** The directory and the key of its store, for which a passphrase may have to be asked. */
	async function openKey() {
		const where = await configured(directory);
		const {unlock} = await import('../storage/unlock.js');
		const key = await unlock({...where, descriptor: passphraseDescriptor, ask: askHidden});
		return {...where, key};
	}

	async function openAudit(
		where: Awaited<ReturnType<typeof configured>>,
		told = tell,
	): Promise<Audit> {
		const {createAuditLog} = await import('../storage/audit-log.js');
		return createAuditLog({...where, now: () => Date.now(), command, tell: told});
	}

	/** Which store is meant, before anything of it is opened. */
	async function chosenStore() {
		const {chooseStore, isLocalStore} = await import('../storage/store-choice.js');
		const where = await configured(directory);
		const choice = chooseStore({option: store, ...where});
		return {...where, ...choice, isLocal: isLocalStore(choice.store)};
	}

	/** How a store in PostgreSQL is opened. */
	async function sharedOptions(text: string, by: string) {
		const {parseAddress} = await import('../postgres/address.js');
		const {createSharedKeys} = await import('../postgres/shared-keys.js');
		const where = await configured(directory);
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
	const sharedChanges = new WeakMap<GrantStore, SharedStore['changes']>();

	async function openServices(told = tell, only?: readonly string[]): Promise<Services> {
		const {createServices} = await import('../create-services.js');
		const chosen = await chosenStore();
		if (chosen.isLocal) {
			const {directory, environment, key} = await openKey();
			const audit = await openAudit({directory, environment}, told);
			return createServices({directory, key, audit});
		}
		const {openSharedStore} = await import('../postgres/open-shared-store.js');
		const {formatAddress} = await import('../postgres/address.js');
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

	const verbs: Pick<
		World,
		'openServices' | 'readNames' | 'openVault' | 'openStoreAdmin' | 'readAudit' | 'close'
	> = {
		openServices: ({only} = {}) => openServices(tell, only),
		async readNames() {
			const chosen = await chosenStore();
			if (!chosen.isLocal) {
				return (await openServices()).grants.list().map(({grant}) => grant.name);
			}
			const {openStores} = await import('../storage/stores.js');
			const {grants} = openStores({directory: chosen.directory, now: () => Date.now()});
			return grants.list().map(({grant}) => grant.name);
		},
		async openVault() {
			const chosen = await chosenStore();
			if (chosen.isLocal) {
				const {createVault} = await import('../storage/vault.js');
				const local = await openKey();
				return createVault({...local, audit: await openAudit(local)});
			}
			const {openSharedVault} = await import('../postgres/open-shared-vault.js');
			const {openBackup, writeBackup} = await import('../storage/backup.js');
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
			const {createStoreAdmin} = await import('../store-admin.js');
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
			const {readAudit} = await import('../storage/read-audit.js');
			return readAudit((await configured(directory)).directory);
		},
	};
	return {
		verbs,
		chosenStore,
		/** Troubles that stop nothing are told to `told`; `only` as in World. */
		openServices,
		/** What the store of these services, which were opened here, tells by itself; undefined for a local one. */
		changesOf: ({grants}: Services) => sharedChanges.get(grants),
	};
}
