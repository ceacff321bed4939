import {isDeepStrictEqual} from 'node:util';
import {type NotifyState, nobodyIsTold} from '../notify/notify-state.js';
import type {NotifyStore} from '../notify-port.js';
import {usualWaitMs} from './lock.js';
import {notifySettings} from './notify-settings.js';
import {isNumber, isRecord, isText, listOf, objectOf, oneOf} from './shape.js';
import {type StoreFile, storeFile} from './store-file.js';
import {withLock} from './with-lock.js';

/** Sending to several recipients by several ways takes as long. */
const longestPassMs = 300_000;

const toldShape = objectOf({
	kind: oneOf('renewal', 'ending'),
	title: isText,
	state: isText,
	grant: isText,
	at: isNumber,
});
const lastShape = objectOf({at: isNumber, through: isText});
const failureShape = objectOf({
	at: isNumber,
	retryAt: isNumber,
	count: isNumber,
	tried: listOf(objectOf({through: isText, why: isText})),
});

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
		read: async () => stateOf(file),
		async update(change) {
			file.ensureDirectory();
			return withLock(file.path, {waitMs}, () => {
				const before = stateOf(file);
				const after = change(before);
				if (!isDeepStrictEqual(after, before)) file.write({...file.read(), ...rawOf(after)});
				return after;
			});
		},
		async exclusively(work, {signal}) {
			file.ensureDirectory();
			return withLock(`${file.path}.pass`, {waitMs: longestPassMs, signal}, work);
		},
	};
}

// A field that is undefined is none in the file, also where there was one.
const rawOf = ({settings, told, last, failure}: NotifyState) => ({settings, told, last, failure});

/** By the rules; what is not by them is left out, as if it had never been told. */
function stateOf(file: StoreFile): NotifyState {
	const {settings, told, last, failure} = file.read();
	return {
		settings: notifySettings(settings),
		told: isRecord(told)
			? (Object.fromEntries(
					Object.entries(told).filter(([, each]) => toldShape(each)),
				) as NotifyState['told'])
			: nobodyIsTold.told,
		...(lastShape(last) && {last: last as NotifyState['last']}),
		...(failureShape(failure) && {failure: failure as NotifyState['failure']}),
	};
}
