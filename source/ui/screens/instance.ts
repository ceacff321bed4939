import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {checkExtraviewUrl} from '../../providers/extraview-url.js';
import {settingsOf} from '../../providers/settings.js';
import {baseUrlForm} from '../form/base-url-form.js';
import {saveForm} from '../form/save-form.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {blank, type Line} from '../format/line.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {uriLines} from '../format/uri-lines.js';
import {paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const id = 'instance';
const label = 'ExtraView’s redirect URI';

/** Where ExtraView is, the redirect URI that follows, and whether ExtraView shows the same. */
export function instancePage(props: PageProps): Page {
	const {state, tasks, now, columns} = props;
	const record = openRecord(state);
	const form = baseUrlForm(props, id);
	const {isEditing} = form;
	const uri = record && settingsOf(record.grant, state.providers).extraviewRedirectUri;
	const status = statusOf(id, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const diagnosis = status.is === 'failed' ? status.evidence.diagnosis : undefined;
	const reading: readonly Binding[] = isLeftOut
		? [goOn(id, props), ...purposeBinding()]
		: [
				enterBinding(),
				...(uri === undefined
					? []
					: [
							{
								keys: ['y'],
								help: 'Say that ExtraView shows just this address, or take it back',
								run: () => tasks.say(id),
							},
							{
								keys: ['c'],
								hint: 'copy',
								help: 'Copy the redirect URI',
								run: () => tasks.copy(label, uri),
							},
						]),
				...(diagnosis
					? [
							{
								keys: ['t'],
								hint: 'take it',
								help: 'Take the base URL out of the address that ExtraView shows',
								run: takeShown,
							},
						]
					: []),
				{
					keys: ['e'],
					hint: 'base URL',
					help: 'Enter the base URL of ExtraView, as its users type it',
					run: form.open,
				},
				...(uri === undefined
					? []
					: [
							{
								keys: ['v'],
								help: 'Show the redirect URI alone, for the mouse to select',
								run: () => tasks.showAlone(label, uri),
							},
						]),
				...practiceBinding(),
				...purposeBinding(),
			];
	const intro = [
		...paragraph(stepOf(id).why, columns, {tone: 'dim'}),
		statusLine(state, id, now()),
		blank,
	];
	return {
		title: stepTitle(id),
		about: aboutOf(state),
		help: stepOf(id).help,
		lines: [...intro, ...body()],
		focus: isEditing ? intro.length : undefined,
		footer: form.footer(columns),
		scroll: `scroll:${id}`,
		bindings: isEditing ? form.editing : reading,
		onEdit: form.onEdit,
		form: form.pageForm,
		onPaste: isEditing || isLeftOut ? undefined : tasks.compareInstance,
	};

	function body(): readonly Line[] {
		if (isLeftOut) return paragraph(`Left out: ${status.summary}. ${howToTakeIn()}`, columns);
		const checked = checkExtraviewUrl(form.fields[0]?.draft.text ?? '');
		const notes = 'notes' in checked ? checked.notes : [];
		return [
			...form.lines(columns),
			...notes.flatMap(text => paragraph(text, columns, {indent: 2, tone: 'needs you'})),
			blank,
			...(uri === undefined
				? []
				: uriLines(
						{label: 'ExtraView’s redirect URI, as it follows from that', uri},
						{
							provider: record?.grant.provider ?? 'microsoft',
							number: 1,
							isChosen: false,
							width: columns,
						},
					)),
			...(diagnosis
				? diagnosisLines(diagnosis, columns, {hasDigits: false})
				: paragraph(compareText, columns)),
		];
	}

	function enterBinding(): Binding {
		if (status.is === 'done' || status.is === 'waiting') return goOn(id, props);
		if (uri === undefined) {
			return {keys: ['enter'], hint: 'type base URL', help: 'Enter the base URL', run: form.open};
		}
		if (diagnosis) {
			return {
				keys: ['enter'],
				hint: 'take it',
				help: 'Take the base URL out of the address that ExtraView shows',
				run: takeShown,
			};
		}
		return {
			keys: ['enter'],
			hint: 'it is the same',
			help: 'Say that ExtraView shows just this address',
			run: () => tasks.say(id),
		};
	}

	function practiceBinding(): readonly Binding[] {
		const {practice} = tasks;
		if (!practice || uri !== undefined) return [];
		return [
			{
				keys: ['p'],
				hint: 'practice URL',
				help: 'Practice: enter the base URL of the practice instance',
				run: () => practice.fillStep(id),
			},
		];
	}

	function takeShown() {
		const shown = diagnosis?.said ?? '';
		if (saveForm(props, id, {extraviewUrl: shown}, () => undefined)) tasks.compareInstance(shown);
	}

	function purposeBinding(): readonly Binding[] {
		if (!record || !state.providers[record.grant.provider].tokenType) return [];
		const isFor = record.grant.extraview !== 'no';
		return [
			{
				keys: ['n'],
				hint: isFor ? 'no ExtraView' : 'for ExtraView',
				help: 'Leave out the steps that make ExtraView use this grant, or take them in again',
				run: () => tasks.saveFields(id, {extraview: isFor ? 'no' : 'yes'}),
			},
		];
	}

	function howToTakeIn(): string {
		return record?.grant.extraview === 'no'
			? 'n takes ExtraView’s steps in again.'
			: 'ExtraView’s list of token types has Microsoft Azure and Google Gmail.';
	}
}

const compareText =
	'ExtraView shows its redirect URI under Advanced → Access Tokens for 3rd Party Email Services; its screen is the authority. Copy it there and paste it here: both are compared letter by letter.';
