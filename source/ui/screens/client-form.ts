import {openRecord} from '../../checklist/state.js';
import {stepFor} from '../../checklist/step-for.js';
import {isStepId, stepNumber} from '../../checklist/step-id.js';
import {isPassed, statusOf} from '../../checklist/step-status.js';
import {certificateBindings} from '../certificate-bindings.js';
import {choose, chosenOf} from '../choose.js';
import {clientFields, isForIdentity} from '../form/client-fields.js';
import {editorOf, formBindings} from '../form/form-bindings.js';
import {fieldFooter, formLines} from '../form/form-lines.js';
import {saveForm} from '../form/save-form.js';
import {clientCheckLines} from '../format/client-check-lines.js';
import {credentialLines} from '../format/credential-lines.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import type {Draft} from '../format/edit-text.js';
import {blank, type Line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {goOn, sheetBinding} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'client';
const empty: Draft = {text: '', caret: 0};

/** IDs and secret: the IDs and the secret, and whether the provider knows them. */
export function clientFormPage(props: PageProps): Page {
	const {state, store, tasks, now, columns, own, setOwn} = props;
	// The unsent secret: it must not reach the store, where drafts are written to disk.
	const {secret = empty} = own;
	const setSecret = (change: (before: Draft) => Draft) =>
		setOwn(before => ({...before, secret: change(before.secret ?? empty)}));
	const record = openRecord(state);
	const run = state.runs.client;
	const evidence = record?.evidence.client;
	const fields = clientFields(props, {secret, setSecret});
	const {is} = statusOf('client', record, state.providers);
	const diagnosis = run || is !== 'failed' ? undefined : evidence?.diagnosis;
	const goal = diagnosis?.step;
	const place = isStepId(goal) && goal !== 'client' ? goal : undefined;
	// Beneath the fields the lines of the repair can be chosen, since digits are text here.
	const practice = tasks.practice;
	const repairs = diagnosis ? [...diagnosis.fix, ...(place ? [place] : [])] : [];
	const chosen = chosenOf(state.cursors[list], fields.length + repairs.length);
	const focused = fields[chosen];
	const chosenFix = chosen - fields.length;

	const texts = Object.fromEntries(
		fields.filter(({name}) => name !== 'clientSecret').map(({name, draft}) => [name, draft.text]),
	);
	const isUnsaved =
		secret.text !== '' ||
		Object.entries(texts).some(
			([name, text]) => text !== String(record?.grant[name as keyof typeof record.grant] ?? ''),
		);
	const missing = fields.findIndex(
		({name, draft}) =>
			draft.text === '' &&
			(name === 'tenant' ||
				name === 'clientId' ||
				(name === 'clientSecret' && !record?.facts.clientSecret && !record?.facts.certificate)),
	);

	const ofId = fields.findIndex(({name}) => name === 'clientId');
	const wrongId = fields[ofId]?.problem;

	function save() {
		// Before the secret, so that either all is kept or nothing.
		if (wrongId !== undefined) {
			choose(store, list, ofId);
			store.dispatch({type: 'noticed', notice: {level: 'trouble', text: `Client ID: ${wrongId}`}});
			return;
		}
		const problem = secret.text === '' ? undefined : tasks.enterSecret(secret.text);
		if (problem !== undefined) {
			choose(
				store,
				list,
				fields.findIndex(({name}) => name === 'clientSecret'),
			);
			store.dispatch({type: 'noticed', notice: {level: 'trouble', text: problem}});
			return;
		}
		const goTo = (field: string) =>
			choose(
				store,
				list,
				fields.findIndex(({name}) => name === field),
			);
		setSecret(() => empty);
		saveForm(props, 'client', texts, goTo);
	}

	const intro = [...paragraph(stepFor('client', record).why, columns, {tone: 'dim'}), blank];
	const form = [
		...formLines(fields, chosen, columns),
		...credentialLines(record, state.providers, {width: columns, now: now()}),
	];
	const report = reportOf('client', run, evidence);
	const result = [
		blank,
		...verifiedLines(),
		...(diagnosis ? [blank, ...diagnosisLines(diagnosis, columns, {hasDigits: false})] : []),
	];
	const bindings: readonly Binding[] = [
		enterBinding(),
		...(practice
			? [
					{
						keys: ['ctrl+p'],
						hint: 'fill in',
						help: 'Paste what the practice portal shows',
						run: () => practice.fillIn(),
					},
				]
			: []),
		...certificateBindings(props),
		...formBindings(store, list, fields, repairs.length),
		...(run
			? []
			: [
					{
						keys: ['ctrl+r'],
						hint: 'verify',
						help: 'Verify what is stored once more',
						run: () => tasks.run('client'),
					},
				]),
		...(place
			? [
					{
						keys: ['ctrl+l'],
						help: `Go to step ${stepNumber(place)}, where the repair is made`,
						run: () => tasks.openStep(place),
					},
				]
			: []),
		...(diagnosis ? [sheetBinding('client', props, 'ctrl+t')] : []),
	];
	return {
		title: stepTitle('client', record),
		about: aboutOf(state),
		help: stepFor('client', record).help,
		lines: [...intro, ...form, ...result],
		focus: focused ? intro.length + chosen : intro.length + form.length + fixRow(),
		footer: focused ? fieldFooter(focused, columns) : fieldFooter(undefined, columns),
		scroll: 'scroll:client',
		bindings,
		back: run ? 'stop' : 'back',
		form: {fields, chosen, isOpened: false},
		onEdit: focused ? editorOf(focused) : () => undefined,
		onPaste: text => {
			if (isForIdentity(text, focused, record?.grant.provider ?? 'microsoft'))
				tasks.enterIdentity(text);
			else if (focused) editorOf(focused)({type: 'insert', text});
		},
	};

	/** What was verified was another ID than one that can't be right: then only this is said, here or in the footer. */
	function verifiedLines(): readonly Line[] {
		const checks = report && is !== 'stale' ? clientCheckLines(report, columns) : [];
		if (wrongId === undefined || run || checks.length === 0) {
			return [statusLine(state, 'client', now()), ...checks];
		}
		return chosen === ofId ? [] : paragraph(`Client ID: ${wrongId}`, columns, {tone: 'failed'});
	}

	/** Where the chosen line of the repair stands among the result. */
	function fixRow(): number {
		const mark =
			place !== undefined && chosenFix === repairs.length - 1 ? '→' : `  ${chosenFix + 1}  `;
		return Math.max(
			0,
			result.findIndex(spans => spans[0]?.text.includes(mark)),
		);
	}

	function enterBinding(): Binding {
		const fix = repairs[chosenFix];
		if (!focused && place && chosenFix === repairs.length - 1) {
			return {
				keys: ['enter'],
				hint: `go to step ${stepNumber(place)}`,
				help: 'Go where the repair is made',
				run: () => tasks.openStep(place),
			};
		}
		if (!focused && fix !== undefined) {
			const run = () => tasks.copy(`Line ${chosenFix + 1}`, fix);
			return {keys: ['enter'], hint: 'copy line', help: 'Copy that line of the repair', run};
		}
		if (missing !== -1 && missing !== chosen && isUnsaved) {
			const run = () => choose(store, list, missing);
			return {
				keys: ['enter'],
				ofForm: 'next',
				hint: 'next field',
				help: 'To the next field that is empty',
				run,
			};
		}
		if (isUnsaved) {
			return {
				keys: ['enter'],
				ofForm: 'save',
				hint: 'save and verify',
				help: 'Save all fields and verify them',
				run: save,
			};
		}
		if (isPassed(statusOf('client', record, state.providers))) return goOn('client', props);
		if (missing !== -1) {
			const run = () => choose(store, list, missing);
			return {
				keys: ['enter'],
				ofForm: 'next',
				hint: 'next field',
				help: 'To the next field that is empty',
				run,
			};
		}
		return {
			keys: ['enter'],
			hint: 'verify',
			help: 'Verify what is stored',
			run: () => tasks.run('client'),
		};
	}
}
