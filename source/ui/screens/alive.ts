import {endingsOf} from '../../calendar/endings-of.js';
import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {nobodyIsTold} from '../../notify/notify-state.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {endingLines} from '../format/ending-lines.js';
import {blank, type Line, line} from '../format/line.js';
import {notifyLines} from '../format/notify-lines.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const id = 'alive';
const whoRenews =
	'ExtraView renews its own tokens. For other programs a service keeps them fresh: mailgrant service shows it.';

/** A renewal that was not due, and what ends on which day. */
export function alivePage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
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
			...notifyLines(state.notify ?? nobodyIsTold, columns, now()),
			blank,
			line('What ends, and when', 'strong'),
			...(record ? endingLines(endingsOf(record, state.providers), columns, now()) : []),
			...(diagnosis ? [] : [blank, ...paragraph(whoRenews, columns, {tone: 'dim'})]),
		],
		scroll: `scroll:${id}`,
		bindings: [...checkBindings(id, props, diagnosis, {start: 'renew now'}), ...notifyBindings()],
		back: isRunning ? 'stop' : 'back',
	};

	function notifyBindings(): readonly Binding[] {
		const name: Binding = {
			keys: ['n'],
			hint: 'who is told',
			help: 'Name who gets a mail when a person is needed',
			run: () =>
				store.dispatch({
					type: 'overlay-opened',
					overlay: {type: 'ask', action: 'name-told', grant: record?.grant.name ?? ''},
				}),
		};
		if ((state.notify ?? nobodyIsTold).settings.to.length === 0) return [name];
		const send: Binding = {
			keys: ['m'],
			hint: 'test mail',
			help: 'Send them a message now',
			run: () => tasks.sendTestMail(),
		};
		return [name, send];
	}

	function proofLines(): readonly Line[] {
		return [
			...paragraph(stepOf(id).why, columns, {tone: 'dim'}),
			blank,
			statusLine(state, id, now()),
		];
	}
}
