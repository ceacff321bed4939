import type {ClientCheck} from '../checklist/report.js';
import type {Failure} from './diagnosis.js';

/** What Google's refusal of a service account tells of its key. */
export function delegateVerdict({oauth}: Failure): Pick<ClientCheck, 'status' | 'detail'> {
	const description = oauth?.description ?? '';
	if (/JWT Signature/i.test(description)) return {status: 'failed', detail: 'is not taken'};
	if (/account not found/i.test(description)) {
		return {status: 'failed', detail: 'is of no service account that exists'};
	}
	if (/email or user id/i.test(description)) {
		return {status: 'ok', detail: 'is taken, but not for this mailbox'};
	}
	if (oauth?.error === 'unauthorized_client') {
		return {status: 'ok', detail: 'is taken, but not for this scope'};
	}
	return {status: 'unknown', detail: 'not reached'};
}
