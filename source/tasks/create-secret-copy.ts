import {openRecord} from '../checklist/state.js';
import {tokenForm} from '../extraview/token-form.js';
import type {Services} from '../services.js';
import {noticeOf} from './notice-of.js';
import type {AppStore, Tasks} from './tasks.js';
import {copyTokenField} from './token-form.js';

type Around = {
	/** Work that nobody waits for. */
	readonly follow: (work: () => Promise<void>) => void;
	/** Tells what went wrong instead of throwing. */
	readonly attempt: <Value>(work: () => Value) => Value | undefined;
};

/** The verbs that touch the client secret. It goes to the clipboard or to the screen, never into the state. */
export function createSecretCopy(
	store: AppStore,
	services: Services,
	{follow, attempt}: Around,
): Pick<Tasks, 'copySecret' | 'readSecret'> {
	return {
		copySecret() {
			const record = openRecord(store.getState());
			if (!record) return;
			follow(async () => {
				const field = tokenForm(record.grant, services.providers).find(({isSecret}) => isSecret);
				const copied = await copyTokenField(services, record, field?.number ?? 0);
				const notice = noticeOf('Client Secret', copied, 'v shows it, for the mouse to select.');
				store.dispatch({type: 'noticed', notice});
			});
		},
		readSecret() {
			const name = openRecord(store.getState())?.grant.name;
			if (name === undefined) return undefined;
			return attempt(() => {
				const value = services.secrets.read(name).clientSecret?.value;
				if (value !== undefined) {
					services.audit({grant: name, secret: 'client secret', use: 'shown on the screen'});
				}
				return value;
			});
		},
	};
}
