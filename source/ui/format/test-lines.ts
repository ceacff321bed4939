import type {Layer, MailboxFacts, ServiceReport} from '../../checklist/report.js';
import {openRecord, type State} from '../../checklist/state.js';
import type {StepId} from '../../checklist/step-id.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {counted} from '../../counted.js';
import type {Diagnosis} from '../../diagnosis/diagnosis.js';
import {diagnosisLines} from './diagnosis-lines.js';
import {layerLines} from './layer-lines.js';
import {blank, cell, type Line} from './line.js';
import {statusLine} from './status-line.js';
import {momentOf} from './time.js';
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
					...layerLines(diagnosis ? briefly(service.layers, diagnosis) : service.layers, width),
				]
			: []),
		...result,
		...(diagnosis ? [blank, ...diagnosisLines(diagnosis, width)] : []),
	];
}

/** Of a long dialogue that failed, what went well before on one line: the failure needs the room. */
function briefly(layers: readonly Layer[], {others}: Diagnosis): readonly Layer[] {
	const last = layers.findLastIndex(({status}) => status === 'ok');
	if (layers.length <= (others ? 3 : 6) || last < 1) return layers;
	const passed = layers.slice(0, last);
	const summed: Layer = {
		name: passed[0]?.name ?? 'name',
		status: 'ok',
		detail: `to ${passed.at(-1)?.name}: ${passed.length} layers`,
		ms: passed.reduce((sum, {ms = 0}) => sum + ms, 0),
	};
	return [summed, ...layers.slice(last)];
}

/** The opened mailbox: how much is in it, and what came last. */
export function mailboxLines(
	{messages, newest}: MailboxFacts,
	width: number,
	now: number,
): readonly Line[] {
	const row = (label: string, text: string) =>
		paragraph(text, width, {indent: 13, first: [{text: '  '}, cell(label, 11, 'dim')]});
	return [
		...row('mailbox', counted(messages, 'message')),
		...(newest ? row('newest', newest.subject === '' ? '(no subject)' : newest.subject) : []),
		...(newest?.date ? row('date', dateText(newest.date, now)) : []),
	];
}

/** In this host's time zone; as it came where it is no date. */
function dateText(date: string, now: number): string {
	const ms = Date.parse(date);
	return Number.isNaN(ms) ? date : momentOf(ms, now);
}
