import type {FormField} from '../ui/form/form-field.js';
import {editText} from '../ui/format/edit-text.js';
import {fold} from '../ui/format/fold.js';
import type {Page, PageForm} from '../ui/page.js';
import {ask, type Talk} from './talk.js';

const empty = {text: '', caret: 0};

/** The form of a page, while that page is open. */
export function formOf({pages}: Talk, key: string): PageForm | undefined {
	const current = pages.current();
	return current.key === key ? current.page.form : undefined;
}

/** Asks for one field until what is there can be right. Gives whether it was answered. */
export async function askField(talk: Talk, key: string, name: string): Promise<boolean> {
	const {printer, pages} = talk;
	const fieldNow = () => formOf(talk, key)?.fields.find(field => field.name === name);
	// Nothing is echoed from the first word of the question on.
	talk.input.hide(fieldNow()?.isMasked ?? false);
	const explain = () =>
		printer.print(introOf(fieldNow()).flatMap(text => fold(text, talk.columns)));
	explain();
	for (;;) {
		const field = fieldNow();
		if (!field) return false;
		const {page} = pages.current();
		const answer = await ask(talk, {
			question: questionOf(field),
			isHidden: field.isMasked,
			isAsked: () => fieldNow() !== undefined,
			takesPaste: true,
		});
		if (answer.is === 'gone' || answer.is === 'end') return false;
		if (answer.is === 'paste' && page.onPaste) {
			page.onPaste(answer.text);
			return false;
		}
		const text = answer.text.trim();
		if (text === '.') {
			stop(page);
			return false;
		}
		if (text === '?') {
			explain();
			continue;
		}
		const wrong = (text === '' ? undefined : take(field, text)) ?? fieldNow()?.problem;
		if (wrong === undefined) return true;
		printer.print(fold(wrong, talk.columns));
	}

	function stop({form, bindings}: Page) {
		if (form?.isOpened) bindings.find(({keys}) => keys.includes('escape'))?.run('escape');
		else printer.print(['Nothing was saved; what was answered is kept.']);
	}
}

/** Puts an answer into the field; gives what is wrong with a choice. */
function take(field: FormField, text: string): string | undefined {
	const {choices} = field;
	if (!choices) {
		field.edit(() => (text === '-' ? empty : editText(empty, {type: 'insert', text})));
		return undefined;
	}
	const isMeant = (word: string) => word.toLowerCase() === text.toLowerCase();
	const chosen =
		choices[Number(text) - 1] ?? choices.find(({value, label}) => isMeant(value) || isMeant(label));
	if (!chosen) return `Give a number from 1 to ${choices.length}, or the word.`;
	field.edit(() => ({text: chosen.value, caret: chosen.value.length}));
	return undefined;
}

/** What the field is for, and what can be chosen. */
function introOf(field: FormField | undefined): readonly string[] {
	if (!field) return [];
	const {label, help, choices = [], draft} = field;
	return [
		'',
		...(help === '' ? [] : [`${label}: ${help}`]),
		...choices.map(
			({value, label: word}, index) =>
				`  ${index + 1} ${word}${value === draft.text ? ' (now)' : ''}`,
		),
	];
}

const longest = 60;

function questionOf({label, choices, draft, placeholder = '', isMasked}: FormField): string {
	if (choices) return `${label}, number:`;
	if (draft.text === '') return placeholder === '' ? `${label}:` : `${label} (${placeholder}):`;
	if (isMasked) return `${label} [as typed]:`;
	const {text} = draft;
	return `${label} [${text.length > longest ? `${text.slice(0, longest - 1)}…` : text}]:`;
}
