import type {Audit} from './audit-port.js';
import {UserError} from './errors.js';
import type {SharedVaultOptions} from './postgres/open-shared-vault.js';
import type {KeySource} from './storage/key-source.js';
import {openNotifyStore} from './storage/notify-store.js';
import {isLocalStore, keepChoice} from './storage/store-choice.js';
import {localWhole, type Whole} from './storage/whole.js';
import type {StoreAdmin, StoreStatus} from './store-port.js';

type OpenWhole = Whole & {readonly close: () => Promise<void>};

/** What the command `store` does, over the stores of this host. Nothing of PostgreSQL is loaded for a local one. */
export function createStoreAdmin({
	directory,
	store,
	localKey,
	optionsFor,
	openAudit,
}: {
	readonly directory: string;
	/** The one that is in use: `local` or an address. */
	readonly store: string;
	/** Opens the local store; a passphrase may be asked for. */
	readonly localKey: () => Promise<KeySource>;
	/** How the store at an address is opened; `by` says where the address was given. */
	readonly openAudit: () => Promise<Audit>;
	readonly optionsFor: (store: string, by: string) => Promise<SharedVaultOptions>;
}): StoreAdmin {
	const needsPostgres = (what: string) =>
		new UserError(
			`${what} is for a store in PostgreSQL, and the local one is in use.`,
			['Name it: mailgrant store … --store postgres://USER@HOST/DATABASE'],
			2,
		);

	async function openWhole(named: string, by: string): Promise<OpenWhole> {
		if (isLocalStore(named)) {
			return {...localWhole({directory, key: await localKey()}), close: async () => {}};
		}
		const {openSharedVault} = await import('./postgres/open-shared-vault.js');
		const {whole, close} = await openSharedVault(await optionsFor(named, by));
		return {...whole, close};
	}

	async function status(named = store): Promise<StoreStatus> {
		if (isLocalStore(named)) {
			const {names} = localWhole({directory, key: await localKey()});
			return {kind: 'local', directory, grants: (await names()).length};
		}
		const {sharedStatus} = await import('./postgres/shared-status.js');
		return sharedStatus(await optionsFor(named, '--store'));
	}

	return {
		status,
		async migrate({isDry}) {
			if (isLocalStore(store)) throw needsPostgres('store migrate');
			const {sessionFor} = await import('./postgres/open-shared-vault.js');
			const {migrate} = await import('./postgres/migrate.js');
			const options = await optionsFor(store, '--store');
			const session = await sessionFor(options);
			try {
				const notify = await openNotifyStore({directory}).read();
				return await migrate(session, {...options, notify, isDry});
			} finally {
				await session.close();
			}
		},
		async rolesSql() {
			if (isLocalStore(store)) throw needsPostgres('store roles');
			const {rolesSql} = await import('./postgres/roles.js');
			const {databaseOf, userOf} = await import('./postgres/who-connects.js');
			const {address, environment} = await optionsFor(store, '--store');
			return rolesSql({
				address,
				user: userOf(address, environment),
				database: databaseOf(address, environment),
			});
		},
		async copy({from, to, isReplacing}) {
			const source = await openWhole(from, '--from');
			try {
				const target = await openWhole(to, '--to');
				try {
					// A refresh token that serves once is used up a moment later where it is being refreshed.
					const contents = await source.still(async () => {
						const all = await source.read();
						await target.put(all, {isReplacing});
						return all;
					});
					const audit = await openAudit();
					for (const {name} of contents.secrets) {
						audit({grant: name, secret: 'all secrets', use: `copied to ${to}, encrypted`});
					}
					return {grants: await source.names()};
				} finally {
					await target.close();
				}
			} finally {
				await source.close();
			}
		},
		async use(named) {
			const found = await status(named);
			if (found.kind === 'local') {
				keepChoice(directory, 'local');
				return `the local one, ${directory}`;
			}
			keepChoice(directory, found.address);
			return found.address;
		},
	};
}
