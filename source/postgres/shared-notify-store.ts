import {isDeepStrictEqual} from 'node:util';
import type {NotifyStore} from '../notify-port.js';
import {mailLock} from './advisory-lock.js';
import {createExclusive} from './exclusive.js';
import {readNotify, writeNotify} from './notify-row.js';
import type {Replica} from './replica.js';
import {writing} from './writing.js';

/** Sending to several recipients by several ways takes as long. */
const longestPassMs = 300_000;
/** Whoever waits for another host's mail is in no hurry. */
const lookMs = 1000;

/** Who is told by mail, and what was told, in PostgreSQL: one host tells it for all. Asked for each time, since it is needed rarely. */
export function createSharedNotifyStore(replica: Replica): NotifyStore {
	const exclusively = createExclusive(replica, {
		lockOf: () => mailLock(replica.info().id),
		waitMs: longestPassMs,
		lookMs,
		about: () => 'the mail to the admin',
	});
	return {
		read: () => writing(replica, [], async session => ({value: (await readNotify(session)).state})),
		update: change =>
			writing(replica, [], async session => {
				const before = await readNotify(session);
				const after = change(before.state);
				const isSame = isDeepStrictEqual(after, before.state);
				return isSame || (await writeNotify(session, before, after)) ? {value: after} : undefined;
			}),
		// No grant has this name.
		exclusively: (work, {signal}) => exclusively('', work, {signal}),
	};
}
