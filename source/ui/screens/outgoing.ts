import {draftKey, openRecord} from '../../checklist/state.js';
import {stepOf} from '../../checklist/steps.js';
import {editorOf} from '../form/form-bindings.js';
import {fieldFooter, formLines} from '../form/form-lines.js';
import {grantField} from '../form/grant-field.js';
import {saveForm} from '../form/save-form.js';
import {blank} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {roundTripLines} from '../format/round-trip-lines.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {testLines} from '../format/test-lines.js';
import {checkBindings, transcriptBindings} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

/** A real message, and its way back. */
export function outgoingPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const run = state.runs.outgoing;
	const waitingSince = run?.step === 'outgoing' ? run.waitingSince : undefined;
	const evidence = record?.evidence.outgoing;
	const report = reportOf('outgoing', run, evidence);
	const diagnosis = run ? undefined : evidence?.diagnosis;
	const mailbox = record?.grant.mailbox ?? '';
	const recipient = record?.grant.testRecipient ?? mailbox;
	const key = draftKey(record?.grant.name, 'outgoing');
	const isEditing = state.drafts[key]?.testRecipient !== undefined && !run;
	const field = {...grantField(props, 'outgoing', 'testRecipient'), placeholder: mailbox};
	const close = () => store.dispatch({type: 'draft-dropped', key});

	const editing: readonly Binding[] = [
		{
			keys: ['enter'],
			hint: 'save',
			help: 'Save the recipient; empty is the mailbox itself',
			run() {
				if (field.draft.text === String(record?.grant.testRecipient ?? '')) return close();
				saveForm(props, 'outgoing', {testRecipient: field.draft.text}, () => undefined);
			},
		},
		{keys: ['escape'], hint: 'keep as it was', help: 'Close the field', isKept: true, run: close},
	];
	const reading: readonly Binding[] = [
		...checkBindings('outgoing', props, diagnosis, {start: 'send', again: 'send again'}),
		...(run
			? []
			: [
					{
						keys: ['e'],
						hint: 'recipient',
						help: 'Send the test to somebody else; the way back is seen only in the mailbox itself',
						run: () => tasks.keepDraft('outgoing', 'testRecipient', field.draft.text),
					},
				]),
		...transcriptBindings('outgoing', props),
	];
	return {
		title: stepTitle('outgoing'),
		about: aboutOf(state),
		help: stepOf('outgoing').help,
		lines: [
			...testLines({
				state,
				step: 'outgoing',
				service: report?.service,
				result: [
					blank,
					...roundTripLines({report, recipient, waitingSince, width: columns, now: now()}),
				],
				diagnosis,
				width: columns,
				now: now(),
			}),
		],
		footer: isEditing ? [...formLines([field], 0, columns), ...fieldFooter(field, columns)] : [],
		scroll: 'scroll:outgoing',
		bindings: isEditing ? editing : reading,
		back: run ? 'stop' : 'back',
		onEdit: isEditing ? editorOf(field) : undefined,
		form: isEditing ? {fields: [field], chosen: 0, isOpened: true} : undefined,
		// The seconds of the round trip.
		isTicking: waitingSince !== undefined,
	};
}
