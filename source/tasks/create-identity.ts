import {isServiceAccount} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {draftKey, openRecord} from '../checklist/state.js';
import {UserError} from '../errors.js';
import type {FieldName} from '../grant.js';
import {recogniseIdentity} from '../paste/identity.js';
import {isServiceAccountKey} from '../paste/service-account.js';
import type {Services} from '../services.js';
import {importServiceAccount} from './credentials.js';
import {saveClientSecret} from './grants.js';
import type {AppStore} from './tasks.js';
import type {Troubles} from './troubles.js';

/** A client file of Google is under 1 kB; anything much larger is another file. */
const maxFileBytes = 100_000;

export type Identity = {readonly enter: (text: string) => void};

/** Takes apart what was pasted on the IDs screen: plain values become drafts, to be looked at before they are saved; the secret goes to its store at once. */
export function createIdentity(
	store: AppStore,
	services: Services,
	{
		changed,
		follow,
		troubles,
	}: {
		readonly changed: (record: GrantRecord) => void;
		readonly follow: (work: () => Promise<void>) => void;
		readonly troubles: Troubles;
	},
): Identity {
	function enter(text: string, isFile = false) {
		const open = openRecord(store.getState());
		if (!open) return;
		const {name, provider} = open.grant;
		if (isServiceAccountKey(text) && isServiceAccount(open.grant, services.providers)) {
			follow(async () => {
				changed(await importServiceAccount(services, name, {text}));
				tell(['Key of the service account stored.'], []);
			});
			return;
		}
		const found = recogniseIdentity(text, provider);
		if (found.path !== undefined && !isFile) {
			const {path} = found;
			follow(async () => enter(await services.readFile(path, maxFileBytes), true));
			return;
		}
		const values: [FieldName, string | undefined][] = [
			['tenant', found.tenant],
			['clientId', found.clientId],
			['secretExpires', found.secretExpires],
		];
		const key = draftKey(name, 'client');
		for (const [field, value] of values) {
			if (value) store.dispatch({type: 'draft-changed', key, field, text: value});
		}
		const {clientSecret} = found;
		if (clientSecret) {
			follow(async () => {
				const kept = await saveClientSecret(services, name, clientSecret);
				if ('error' in kept) throw new UserError(kept.error);
				changed(kept.record);
			});
		}
		tell(found.notes, found.problems);
	}

	function tell(notes: readonly string[], problems: readonly string[]) {
		const [first, ...others] = problems;
		if (first !== undefined) return troubles.tell(new UserError(first, [...others, ...notes]));
		if (notes.length === 0) return;
		store.dispatch({type: 'noticed', notice: {level: 'fine', text: notes.join(' ')}});
	}

	return {enter};
}
