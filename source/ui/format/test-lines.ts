import type {MailboxFacts, ServiceReport} from '../../checklist/report.js';
import {openRecord, type State} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {type StepId, stepOf} from '../../checklist/steps.js';
import type {Diagnosis} from '../../diagnosis/diagnosis.js';
import {diagnosisLines} from './diagnosis-lines.js';
import {layerLines} from './layer-lines.js';
import {blank, cell, type Line} from './line.js';
import {statusLine} from './status-line.js';
import {paragraph} from './wrap.js';

/** A test: its layers, what it came to, and what a failure means. */
export function testLines({
	state,
	step,
	service,
	result,
	diagnosis,
	width,
	now,
}: {
	readonly state: State;
	readonly step: StepId;
	readonly service: ServiceReport | undefined;
	readonly result: readonly Line[];
	readonly diagnosis: Diagnosis | undefined;
	readonly width: number;
	readonly now: number;
}): readonly Line[] {
	// A failure says it all by itself, at more length.
	const isFailed = statusOf(step, openRecord(state), state.providers).is === 'failed';
	const head: readonly Line[] =
		diagnosis && isFailed
			? []
			: [
					...paragraph(stepOf(step).why, width, {tone: 'dim'}),
					blank,
					statusLine(state, step, now),
					...(service ? [blank] : []),
				];
	return [
		...head,
		...(service
			? [
					[{text: '  '}, cell(service.protocol, 6), {text: service.at, tone: 'strong' as const}],
					...layerLines(service.layers, width),
				]
			: []),
		...result,
		...(diagnosis ? [blank, ...diagnosisLines(diagnosis, width)] : []),
	];
}

/** The opened mailbox: how much is in it, and what came last. */
export function mailboxLines({messages, newest}: MailboxFacts, width: number): readonly Line[] {
	const row = (label: string, text: string) =>
		paragraph(text, width, {indent: 13, first: [{text: '  '}, cell(label, 11, 'dim')]});
	return [
		...row('mailbox', `${messages} ${messages === 1 ? 'message' : 'messages'}`),
		...(newest ? row('newest', newest.subject === '' ? '(no subject)' : newest.subject) : []),
		...(newest?.date ? row('date', newest.date) : []),
	];
}
