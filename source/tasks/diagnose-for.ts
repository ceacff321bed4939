import type {GrantRecord} from '../checklist/grant-record.js';
import type {Layer} from '../checklist/report.js';
import {diagnose} from '../diagnosis/diagnose.js';
import type {Diagnosis, Failure, TokenFacts} from '../diagnosis/diagnosis.js';
import {contextOf, type TaskContext} from './context.js';

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
