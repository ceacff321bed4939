import {isDeepStrictEqual} from 'node:util';
import type {NotifyStore} from '../notify-port.js';
import {usualWaitMs} from './lock.js';
import {storeFile} from './store-file.js';
import {parseNotify, rawNotify} from './stored-notify.js';
import {withLock} from './with-lock.js';

/** Sending to several recipients by several ways takes as long. */
const longestPassMs = 300_000;

/** Who is told by mail, and what was told, in `notify.json`. No secret is in it. */
export function openNotifyStore({
	directory,
	waitMs = usualWaitMs,
}: {
	readonly directory: string;
	readonly waitMs?: number;
}): NotifyStore {
	const file = storeFile({directory, name: 'notify', extension: 'json'});
	return {
		read: async () => parseNotify(file.read()),
		async update(change) {
			file.ensureDirectory();
			return withLock(file.path, {waitMs}, () => {
				const before = parseNotify(file.read());
				const after = change(before);
				if (!isDeepStrictEqual(after, before)) file.write({...file.read(), ...rawNotify(after)});
				return after;
			});
		},
		async exclusively(work, {signal}) {
			file.ensureDirectory();
			return withLock(`${file.path}.pass`, {waitMs: longestPassMs, signal}, work);
		},
	};
}
