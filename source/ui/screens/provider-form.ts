import {openRecord} from '../../checklist/state.js';
import {missingSettings, stepOf} from '../../checklist/steps.js';
import type {FieldName} from '../../grant.js';
import {choose, chosenOf} from '../choose.js';
import {editorOf, formBindings} from '../form/form-bindings.js';
import {fieldFooter, formLines} from '../form/form-lines.js';
import {
	chosenCloudNotes,
	moreList,
	providerFields,
	providerTexts,
} from '../form/provider-fields.js';
import {saveForm} from '../form/save-form.js';
import {blank} from '../format/line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'provider';

/** Provider and mailbox: who holds the mailbox, which it is, and what it is for. */
export function providerFormPage(props: PageProps): Page {
	const {state, store, tasks, columns} = props;
	const fields = providerFields(props);
	const chosen = chosenOf(state.cursors[list], fields.length);
	const focused = fields[chosen];
	const {why, help} = stepOf('provider');
	const isMore = state.cursors[moreList] === 1;
	const record = openRecord(state);
	const isNew = record === undefined;
	const missing = record ? missingSettings(record, state.providers) : [];
	const notes = chosenCloudNotes(props);
	const intro = [...paragraph(why, columns, {tone: 'dim'}), blank];

	function goTo(field: FieldName) {
		if (!fields.some(({name}) => name === field)) choose(store, moreList, 1);
		const at = providerFields({...props, state: store.getState()});
		choose(
			store,
			list,
			Math.max(
				0,
				at.findIndex(({name}) => name === field),
			),
		);
	}

	const practice = tasks.practice;
	const isWithoutMailbox =
		focused?.name !== 'mailbox' && fields.find(({name}) => name === 'mailbox')?.draft.text === '';
	const bindings: readonly Binding[] = [
		isWithoutMailbox
			? {
					keys: ['enter'],
					ofForm: 'next',
					hint: 'next field',
					help: 'To the address, which is still missing',
					run: () => goTo('mailbox'),
				}
			: {
					keys: ['enter'],
					ofForm: 'save',
					hint: isNew ? 'create' : 'save',
					help: isNew ? 'Create the grant' : 'Save all fields',
					run: () => saveForm(props, 'provider', providerTexts(props), goTo),
				},
		...(practice && isNew
			? [
					{
						keys: ['ctrl+p'],
						hint: 'fill in',
						help: 'Enter the address of the practice mailbox',
						run: () => tasks.keepDraft('provider', 'mailbox', practice.mailbox),
					},
				]
			: []),
		...formBindings(store, list, fields),
		{
			keys: ['ctrl+o'],
			hint: isMore ? 'fewer' : 'more fields',
			help: 'Show or hide the fields that override what the provider says: URLs, hosts, ports, scope, CA file, proxy',
			run: () => choose(store, moreList, isMore ? 0 : 1),
		},
	];
	return {
		title: stepTitle('provider'),
		about: aboutOf(state),
		help,
		lines: [
			...intro,
			...formLines(fields, chosen, columns),
			...notes.flatMap(note => paragraph(note, columns, {tone: 'needs you'})),
		],
		focus: intro.length + chosen,
		footer: [
			...(missing.length === 0
				? []
				: paragraph(`Still missing: ${missing.join(', ')}.`, columns, {tone: 'needs you'})),
			...fieldFooter(focused, columns),
		],
		scroll: 'scroll:provider',
		bindings,
		form: {fields, chosen, isOpened: false},
		onEdit: focused && editorOf(focused),
	};
}
