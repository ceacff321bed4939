import {hasIdentity} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {openRecord} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import {type StepStatus, statusOf} from '../checklist/step-status.js';
import type {Providers} from '../providers/provider.js';
import type {AppStore} from './tasks.js';

/** The grant that is open on the screens, as it is at each call. */
export type OpenGrant = {
	/** Undefined while it is still to be named. */
	readonly record: () => GrantRecord | undefined;
	readonly status: (step: StepId) => StepStatus;
	/** The provider can be asked about its application. */
	readonly isIdentified: () => boolean;
};

export function openGrant(store: AppStore, providers: Providers): OpenGrant {
	const record = () => openRecord(store.getState());
	return {
		record,
		status: step => statusOf(step, record(), providers),
		isIdentified() {
			const open = record();
			return open !== undefined && hasIdentity(open, providers);
		},
	};
}
