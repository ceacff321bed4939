import {openRecord} from '../../checklist/state.js';
import {stepOf} from '../../checklist/steps.js';
import {blank, type Line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {mailboxLines, testLines} from '../format/test-lines.js';
import {checkBindings, transcriptBindings} from '../go-on.js';
import type {Page, PageProps} from '../page.js';

/** Past the sign-in to the opened mailbox. */
export function incomingPage(props: PageProps): Page {
	const {state, now, columns} = props;
	const run = state.runs.incoming;
	const evidence = openRecord(state)?.evidence.incoming;
	const report = reportOf('incoming', run, evidence);
	const diagnosis = run ? undefined : evidence?.diagnosis;
	const mailbox: readonly Line[] = report?.mailbox
		? [blank, ...mailboxLines(report.mailbox, columns, now())]
		: [];
	return {
		title: stepTitle('incoming'),
		about: aboutOf(state),
		help: stepOf('incoming').help,
		lines: testLines({
			state,
			step: 'incoming',
			service: report?.service,
			result: mailbox,
			diagnosis,
			width: columns,
			now: now(),
		}),
		scroll: 'scroll:incoming',
		bindings: [
			...checkBindings('incoming', props, diagnosis, {start: 'test', again: 'test again'}),
			...transcriptBindings('incoming', props),
		],
		back: run ? 'stop' : 'back',
	};
}
