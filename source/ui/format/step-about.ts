import type {GrantRecord} from '../../checklist/grant-record.js';
import {openRecord, type State} from '../../checklist/state.js';
import {stepFor} from '../../checklist/step-for.js';
import {inStep, type StepId, stepNumber} from '../../checklist/step-id.js';
import type {Line} from './line.js';

/** 6  Sign in */
export const stepTitle = (id: StepId, record?: GrantRecord) =>
	`${stepNumber(id)}  ${stepFor(id, record).title}`;

/** As a sentence names it, such as `step 6, Sign in`. */
export const stepNamed = (id: StepId, record?: GrantRecord) =>
	`${inStep(id)}, ${stepFor(id, record).title}`;

/** Whose grant is open, and who holds the mailbox. */
export function aboutOf(state: State): Line {
	const record = openRecord(state);
	if (!record) return [{text: 'a new grant', tone: 'dim'}];
	const {grant} = record;
	return [{text: `${grant.name}   ${state.providers[grant.provider].label}`}];
}
