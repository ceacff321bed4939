import {usualWaitMs} from '../storage/lock.js';
import {isRecord} from '../storage/shape.js';
import {storeFile} from '../storage/store-file.js';
import type {Whole} from '../storage/whole.js';
import {withLockSync} from '../storage/with-lock.js';
import type {NewKey} from '../vault-port.js';
import {openSession, TroubleError} from './open-session.js';
import type {Session, SessionOptions} from './session.js';
import type {SharedKeys} from './shared-keys.js';
import {sharedRekey} from './shared-rekey.js';
import {sharedWhole} from './shared-whole.js';
import {readUsableInfo, type StoreInfo} from './store-info.js';

/** A store in PostgreSQL as a whole, over a session of its own. */
export type SharedVault = {
	readonly session: Session;
	readonly info: StoreInfo;
	readonly whole: Whole;
	readonly rekey: (wish: NewKey) => Promise<string>;
	readonly close: () => Promise<void>;
};

export type SharedVaultOptions = SessionOptions & {
	/** Of this host. */
	readonly directory: string;
	readonly keys: SharedKeys;
	/** How long a refresh may take that is under way. */
	readonly grantWaitMs?: number;
};

export async function openSharedVault(options: SharedVaultOptions): Promise<SharedVault> {
	const {address, directory, environment, grantWaitMs, keys} = options;
	const session = await sessionFor(options);
	try {
		const info = await readUsableInfo(session);
		const key = await keys.unlock(info);
		const {id: store, keyCheck} = info;
		const instances = instancesIn(directory);
		return {
			session,
			info,
			whole: sharedWhole({session, address, store, grantWaitMs, key, keyCheck, instances}),
			rekey: wish => sharedRekey({session, address, key, directory, environment}, wish),
			close: session.close,
		};
	} catch (error) {
		await session.close();
		throw error;
	}
}

/** One session, without waiting for a server that is away. Throws UserError. */
export async function sessionFor(options: SessionOptions): Promise<Session> {
	try {
		return await openSession(options);
	} catch (error) {
		throw error instanceof TroubleError ? error.asUserError : error;
	}
}

/** What was answered about properties, in the directory of this host. */
function instancesIn(directory: string): Parameters<typeof sharedWhole>[0]['instances'] {
	const file = storeFile({directory, name: 'instances', extension: 'json'});
	const read = () => {
		const {instances} = file.read();
		return isRecord(instances) ? instances : {};
	};
	return {
		read,
		add(more) {
			if (Object.keys(more).length === 0) return;
			file.ensureDirectory();
			withLockSync(file.path, usualWaitMs, () =>
				file.write({...file.read(), instances: {...read(), ...more}}),
			);
		},
	};
}
