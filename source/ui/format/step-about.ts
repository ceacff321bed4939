import {openRecord, type State} from '../../checklist/state.js';
import {type StepId, stepNumber} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import type {Line} from './line.js';

/** 6  Sign in */
export const stepTitle = (id: StepId) => `${stepNumber(id)}  ${stepOf(id).title}`;

/** Whose grant is open, and who holds the mailbox. */
export function aboutOf(state: State): Line {
	const record = openRecord(state);
	if (!record) return [{text: 'a new grant', tone: 'dim'}];
	const {grant} = record;
	return [{text: `${grant.name}   ${state.providers[grant.provider].label}`}];
}
