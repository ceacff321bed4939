import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {fitOf} from '../checklist/steps.js';
import type {TaskContext} from './context.js';
import {type FreshToken, freshToken} from './fresh-token.js';

/** Renews the tokens though they are not due: what works now, with nobody at the browser, works later. Throws UserError while something is missing. */
export async function checkAlive(context: TaskContext, record: GrantRecord): Promise<Evidence> {
	const fresh = await freshToken(context, record, {isAsked: true, isForced: true});
	return aliveEvidence(context, record, fresh);
}

/** What a renewal that was not due came to, as evidence of the step. */
export function aliveEvidence(
	{services}: Pick<TaskContext, 'services'>,
	record: GrantRecord,
	fresh: FreshToken,
): Evidence {
	const trouble = fresh.ok ? fresh.trouble : fresh;
	return {
		at: services.now(),
		outcome: trouble ? 'failed' : 'proved',
		fits: fitOf('alive', record, services.providers),
		summary: trouble?.diagnosis.title ?? 'renewed, with nobody at the browser',
		...(trouble && {diagnosis: trouble.diagnosis}),
	};
}
