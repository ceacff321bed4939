import {UserError} from '../errors.js';
import type {SharedKeys} from './shared-keys.js';
import type {StoreInfo} from './store-info.js';

/** The store's key on this host, which another host may change at any time. */
export type HeldKey = {
	/** Of the store, as it said last. */
	readonly info: () => StoreInfo;
	/** The first time a passphrase may be asked for. Throws UserError then where this host has no key. */
	readonly open: (info: StoreInfo) => Promise<void>;
	/** What the store says now; a key that is not here yet is looked for until it is. */
	readonly take: (info: StoreInfo) => void;
	/** Throws UserError since the key was changed elsewhere and is not on this host yet. */
	readonly read: () => Uint8Array;
	readonly isMissing: () => boolean;
	readonly close: () => void;
};

/** A key that is missing is looked for again this often. */
const retryMs = 2000;

export function createHeldKey(
	keys: SharedKeys,
	on: {readonly lost: (why: string) => void; readonly found: () => void},
): HeldKey {
	let info: StoreInfo | undefined;
	let key: Uint8Array | undefined;
	let trouble: {readonly error: UserError; readonly at: number} | undefined;
	let timer: ReturnType<typeof setInterval> | undefined;

	function infoOf(): StoreInfo {
		if (!info) throw new Error('a replica that was never ready');
		return info;
	}

	function take(next: StoreInfo) {
		const isOther = next.keyCheck !== info?.keyCheck;
		info = next;
		if (!isOther && key) return;
		key = undefined;
		look();
	}

	function look() {
		const before = trouble;
		try {
			key = keys.find(infoOf());
			trouble = undefined;
			clearInterval(timer);
			if (before) on.found();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			trouble = {error, at: performance.now()};
			if (before) return;
			on.lost(error.message);
			timer = setInterval(look, retryMs);
			timer.unref();
		}
	}

	return {
		info: infoOf,
		async open(next) {
			if (!info) key = await keys.unlock(next);
			take(next);
		},
		take,
		read() {
			if (trouble && performance.now() - trouble.at > retryMs) look();
			if (key) return key;
			throw trouble?.error ?? new Error('a replica without a key');
		},
		isMissing: () => trouble !== undefined,
		close: () => clearInterval(timer),
	};
}
