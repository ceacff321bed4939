import {openRecord} from '../../checklist/state.js';
import {handOver} from '../../extraview/hand-over/hand-over.js';
import {readingEnds} from '../choose.js';
import {editorOf} from '../form/form-bindings.js';
import {formLines} from '../form/form-lines.js';
import {ownField} from '../form/own-field.js';
import {type Line, line} from '../format/line.js';
import {sheetLines} from '../format/sheet-lines.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const scroll = 'scroll:hand-over';
const label = 'Hand-over sheet';

/** The sheet for whoever administers the mail service: read, copied whole, or saved as a file. */
export function handOverPage({state, store, tasks, columns, own, setOwn}: PageProps): Page {
	const record = openRecord(state);
	const first = `~/${fileName(record?.grant.name ?? '')}`;
	const field = ownField(
		{own, setOwn},
		{label: 'Save as', help: 'A new file of this host. No secret is in the sheet.'},
	);
	const isNaming = own.typed !== undefined;
	const text = record && handOver(record.grant, state.providers);
	const lines: readonly Line[] =
		text === undefined
			? [line('Name the grant first; then there is something to hand over.', 'dim')]
			: sheetLines(text.trimEnd(), columns);
	const reading: readonly Binding[] = [
		...(text === undefined
			? []
			: [
					{
						keys: ['c'],
						hint: 'copy all',
						help: 'Copy the whole sheet',
						isKept: true as const,
						run: () => tasks.copy(label, text),
					},
					{
						keys: ['s'],
						hint: 'save as file',
						help: 'Save it as a file of this host',
						isKept: true as const,
						run() {
							store.dispatch({type: 'notice-dropped'});
							setOwn(() => ({typed: {text: first, caret: first.length}}));
						},
					},
				]),
		...readingEnds(store, scroll, lines.length),
		{
			keys: ['escape', 'enter', 'h', 'q'],
			label: 'esc',
			hint: 'close',
			help: 'Close the sheet',
			isKept: true,
			run: () => tasks.back(),
		},
	];
	const naming: readonly Binding[] = [
		{
			keys: ['enter'],
			hint: 'save',
			help: 'Save the sheet there',
			run() {
				if (text !== undefined) tasks.saveText(label, field.draft.text, text);
				setOwn(() => ({}));
			},
		},
		{
			keys: ['escape'],
			hint: 'not now',
			help: 'Close the field',
			isKept: true,
			run: () => setOwn(() => ({})),
		},
	];
	return {
		title: label,
		about: [{text: record?.grant.name ?? ''}],
		lines,
		footer: isNaming
			? [...formLines([field], 0, columns), ...paragraph(field.help, columns, {tone: 'dim'})]
			: [],
		scroll,
		notice: isNaming ? undefined : state.notice,
		bindings: isNaming ? naming : reading,
		onEdit: isNaming ? editorOf(field) : undefined,
		form: isNaming ? {fields: [field], chosen: 0, isOpened: true} : undefined,
	};
}

/** Of a grant's name only what every file system takes. */
const fileName = (grant: string) =>
	`hand-over-${grant.replace(/[^\p{L}\p{N}@._-]+/gu, '-').slice(0, 60)}.txt`;
