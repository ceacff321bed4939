import {carriedList, openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {settingsOf} from '../../providers/settings.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {baseUrlForm} from '../form/base-url-form.js';
import {blank} from '../format/line.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {type UriToRegister, uriLines} from '../format/uri-lines.js';
import {paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'redirect';

/** Redirect URI: the addresses that the provider has to know. The field for ExtraView's opens with a key, so that letters stay keys. */
export function redirectPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const copiedList = carriedList('redirect', record?.grant.name);
	const form = baseUrlForm(props, 'redirect');
	const {isEditing} = form;
	const provider = record?.grant.provider ?? 'microsoft';
	const settings = record && settingsOf(record.grant, state.providers);
	const uris: readonly UriToRegister[] = [
		...(settings ? [{label: 'This host, for the sign-in here', uri: settings.redirectUri}] : []),
		...(settings?.extraviewRedirectUri
			? [{label: 'ExtraView, for its own sign-in', uri: settings.extraviewRedirectUri}]
			: []),
	];
	const chosen = chosenOf(state.cursors[list], uris.length);
	const rows = uris.map((uri, index) =>
		uriLines(uri, {provider, number: index + 1, isChosen: index === chosen, width: columns}),
	);
	const intro = [
		...paragraph(stepOf('redirect').why, columns, {tone: 'dim'}),
		statusLine(state, 'redirect', now()),
		blank,
	];
	const fieldLines = isEditing || !settings?.extraviewRedirectUri ? form.lines(columns) : [];
	const open = (index: number) => uris[index];
	const copy = (index: number) => {
		const value = open(index);
		if (!value) return;
		tasks.copy(value.label, value.uri);
		choose(store, list, index);
		choose(store, copiedList, Math.max(state.cursors[copiedList] ?? 0, index + 1));
	};
	const reading: readonly Binding[] = [
		enterBinding(),
		{
			keys: ['c'],
			help: 'Copy the chosen address',
			run: () => copy(chosen),
		},
		{
			keys: uris.map((_, index) => String(index + 1)),
			label: uris.length > 1 ? '1 2' : '1',
			hint: 'copy',
			help: 'Copy that address',
			run: name => copy(Number(name) - 1),
		},
		{
			keys: ['e'],
			hint: 'ExtraView URL',
			help: 'Enter the base URL of ExtraView, as its users type it',
			run: form.open,
		},
		{
			keys: ['y'],
			hint: 'say registered',
			help: 'Say that they are registered, or take it back',
			run: () => tasks.say('redirect'),
		},
		{
			keys: ['v'],
			hint: 'show alone',
			help: 'Show the chosen address alone, for the mouse to select',
			run() {
				const value = open(chosen);
				if (value) tasks.showAlone(value.label, value.uri);
			},
		},
		...movingIn(store, list, uris.length),
	];
	return {
		title: stepTitle('redirect'),
		about: aboutOf(state),
		help: stepOf('redirect').help,
		lines: [...intro, ...rows.flat(), ...fieldLines],
		focus: isEditing
			? intro.length + rows.flat().length
			: intro.length + rows.slice(0, chosen).flat().length + 1,
		footer: form.footer(columns),
		scroll: 'scroll:redirect',
		bindings: isEditing ? form.editing : reading,
		onEdit: form.onEdit,
		form: form.pageForm,
	};

	function enterBinding(): Binding {
		const {is} = statusOf('redirect', record, state.providers);
		if (is === 'done') return goOn('redirect', props);
		const copied = state.cursors[copiedList] ?? 0;
		const help = 'Copy the next address; when all are copied, say that they are registered';
		if (copied < uris.length) {
			return {keys: ['enter'], hint: `copy ${copied + 1}`, help, run: () => copy(copied)};
		}
		return {keys: ['enter'], hint: 'registered', help, run: () => tasks.say('redirect')};
	}
}
