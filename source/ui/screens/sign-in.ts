import {openRecord} from '../../checklist/state.js';
import {stepFor} from '../../checklist/step-for.js';
import {statusOf} from '../../checklist/step-status.js';
import {editorOf} from '../form/form-bindings.js';
import {formLines} from '../form/form-lines.js';
import {ownField} from '../form/own-field.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {blank, type Line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {signInLines} from '../format/sign-in-lines.js';
import {signInResultLines} from '../format/sign-in-result-lines.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';
import {signInBindings} from '../sign-in-bindings.js';

/** Sign in: all roads at once. Letters are keys until `p` opens the field; a paste is taken in both. */
export function signInPage(props: PageProps): Page {
	const {state, store, tasks, now, columns, rows, own, setOwn} = props;
	// The address holds a code that must not be written to disk, as drafts of the store are.
	const {typed} = own;
	const field = ownField(props, {label: 'Address or code', help: ''});
	const close = () => setOwn(() => ({}));
	const record = openRecord(state);
	const run = state.runs['sign-in'];
	const progress = run?.step === 'sign-in' ? run.progress : undefined;
	const isAppOnly = record?.grant.flow === 'app-only';
	const evidence = record?.evidence['sign-in'];
	const {is} = statusOf('sign-in', record, state.providers);
	const report = reportOf('sign-in', run, evidence);
	const diagnosis = run || is !== 'failed' ? undefined : evidence?.diagnosis;
	const isTyping = typed !== undefined && progress !== undefined;

	const lines: readonly Line[] = progress
		? signInLines(progress, {
				account: record?.grant.account ?? record?.grant.mailbox ?? '',
				width: columns,
				// A line less is left where tmux has its own.
				isRoomy: rows >= 23,
				startedAt: progress.endsAt - 600_000,
				now: now(),
			})
		: [
				...paragraph(stepFor('sign-in', record).why, columns, {tone: 'dim'}),
				blank,
				...(isAppOnly
					? paragraph('No browser and no person take part: Enter asks for the token.', columns)
					: []),
				statusLine(state, 'sign-in', now()),
				...(report
					? [blank, ...signInResultLines(report, record, {width: columns, now: now()})]
					: []),
				...(diagnosis ? [blank, ...diagnosisLines(diagnosis, columns)] : []),
			];
	const typing: readonly Binding[] = [
		{
			keys: ['enter'],
			hint: 'use it',
			help: 'Complete the sign-in with this address',
			run() {
				if (typed && typed.text !== '') tasks.paste(typed.text);
				close();
			},
		},
		{
			keys: ['escape'],
			hint: 'close the field',
			help: 'Close the field; the sign-in goes on waiting',
			isKept: true,
			run: close,
		},
	];
	const waiting = progress
		? signInBindings(progress, {
				...props,
				openField: () => setOwn(() => ({typed: {text: '', caret: 0}})),
			})
		: checkBindings(
				'sign-in',
				props,
				diagnosis,
				isAppOnly
					? {start: 'get a token', again: 'get another'}
					: {start: 'sign in', again: 'sign in again'},
			);
	return {
		title: stepTitle('sign-in', record),
		about: aboutOf(state),
		help: stepFor('sign-in', record).help,
		lines,
		footer: isTyping ? formLines([field], 0, columns) : [],
		scroll: 'scroll:sign-in',
		bindings: isTyping ? typing : waiting,
		back: run ? 'stop' : 'back',
		onEdit: isTyping ? editorOf(field) : undefined,
		form: isTyping ? {fields: [field], chosen: 0, isOpened: true} : undefined,
		// The clock of the waiting.
		isTicking: progress !== undefined,
		onPaste: text => {
			close();
			if (progress) return tasks.paste(text);
			store.dispatch({
				type: 'noticed',
				notice: {
					level: 'trouble',
					text: isAppOnly
						? 'No address is needed: the application gets its token by itself.'
						: 'No sign-in is waiting for an address. Press Enter to begin one.',
				},
			});
		},
	};
}
