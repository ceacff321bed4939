import {endingsOf} from '../../calendar/endings-of.js';
import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {endingLines} from '../format/ending-lines.js';
import {blank, type Line, line} from '../format/line.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings} from '../go-on.js';
import type {Page, PageProps} from '../page.js';

const id = 'alive';
const whoRenews =
	'ExtraView renews its own tokens. For other programs one process keeps them fresh: mailgrant refresh --watch.';

/** A renewal that was not due, and what ends on which day. */
export function alivePage(props: PageProps): Page {
	const {state, now, columns} = props;
	const record = openRecord(state);
	const isRunning = state.runs[id] !== undefined;
	const isFailed = statusOf(id, record, state.providers).is === 'failed' && !isRunning;
	const diagnosis = isFailed ? record?.evidence[id]?.diagnosis : undefined;
	return {
		title: stepTitle(id),
		about: aboutOf(state),
		help: stepOf(id).help,
		lines: [
			...(diagnosis ? diagnosisLines(diagnosis, columns) : proofLines()),
			blank,
			line('What ends, and when', 'strong'),
			...(record ? endingLines(endingsOf(record, state.providers), columns, now()) : []),
			...(diagnosis ? [] : [blank, ...paragraph(whoRenews, columns, {tone: 'dim'})]),
		],
		scroll: `scroll:${id}`,
		bindings: checkBindings(id, props, diagnosis, {start: 'renew now'}),
		back: isRunning ? 'stop' : 'back',
	};

	function proofLines(): readonly Line[] {
		return [
			...paragraph(stepOf(id).why, columns, {tone: 'dim'}),
			blank,
			statusLine(state, id, now()),
		];
	}
}
