import type {Call} from '../call.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {Layer} from '../checklist/report.js';
import {diagnose} from '../diagnosis/diagnose.js';
import type {Diagnosis, DiagnosisContext, Failure, TokenFacts} from '../diagnosis/diagnosis.js';
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

/** What a failure means for this grant; `layers` are those of the connection that failed. */
export function diagnoseFor(
	{services}: TaskContext,
	record: GrantRecord,
	failure: Failure,
	token?: TokenFacts,
	layers: readonly Layer[] = [],
): Diagnosis {
	return diagnose(failure, {
		...contextOf(services, record),
		token,
		granted: record.facts.tokens,
		passed: layers.filter(({status}) => status === 'ok').map(({name}) => name),
	});
}
