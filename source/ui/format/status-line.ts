import {openRecord, type State} from '../../checklist/state.js';
import type {StepId} from '../../checklist/step-id.js';
import {isPassed, statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {markOf} from '../theme.js';
import type {Line} from './line.js';
import {stepNamed} from './step-about.js';
import {momentOf} from './time.js';

/** How the open step stands, in one line: running, or what was found and when. */
export function statusLine(state: State, id: StepId, now: number): Line {
	const status = statusOf(id, openRecord(state), state.providers);
	const isRunning = state.runs[id] !== undefined;
	const {word, tone} = markOf(status.is, isRunning);
	if (isRunning) return [{text: word, tone}];
	const evidence = 'evidence' in status ? status.evidence : undefined;
	const when: Line = evidence ? [{text: `   ${momentOf(evidence.at, now)}`, tone: 'dim'}] : [];
	if (status.is === 'waiting') {
		const first = stepOf(id).after.find(
			other => !isPassed(statusOf(other, openRecord(state), state.providers)),
		);
		return [{text: `First comes ${stepNamed(first ?? 'provider', openRecord(state))}.`}];
	}
	const summary = status.summary || (status.is === 'needs you' ? 'not done yet' : '');
	return [{text: word, tone}, ...(summary === '' ? [] : [{text: `   ${summary}`}]), ...when];
}
