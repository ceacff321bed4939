import type {Call} from '../call.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {DiagnosisContext} from '../diagnosis/diagnosis.js';
import {settingsOf} from '../providers/settings.js';
import type {Services} from '../services.js';

/** What every task is given: the world, a way to be stopped, and how long it may wait for one answer. */
export type TaskContext = Call & {readonly services: Services};

/** What is known of a grant beside any failure of it. */
export function contextOf(services: Services, {grant}: GrantRecord): DiagnosisContext {
	const {redirectUri, neededScopes} = settingsOf(grant, services.providers);
	return {
		provider: grant.provider,
		mailbox: grant.mailbox,
		account: grant.account,
		tenant: grant.tenant,
		clientId: grant.clientId,
		redirectUri,
		neededScopes,
		now: Math.floor(services.now() / 1000),
	};
}
