import type {GrantRecord} from '../checklist/grant-record.js';
import {type StepId, stepNumber} from '../checklist/step-id.js';
import {statusOf} from '../checklist/step-status.js';
import {steps} from '../checklist/steps.js';
import type {Providers} from '../providers/provider.js';

/** A step that was proved for other values than a grant has now. */
export type StaleProof = {
	readonly number: number;
	readonly step: StepId;
	readonly title: string;
};

export function staleProofs(record: GrantRecord, providers: Providers): readonly StaleProof[] {
	return steps
		.filter(({id}) => statusOf(id, record, providers).is === 'stale')
		.map(({id, title}) => ({number: stepNumber(id), step: id, title}));
}

/** One sentence; undefined when every proof holds. */
export function staleText(proofs: readonly StaleProof[]): string | undefined {
	if (proofs.length === 0) return undefined;
	const named = proofs.map(({number, title}) => `${number} ${title}`).join('; ');
	return `Stale now, since values have changed: ${named}.`;
}
