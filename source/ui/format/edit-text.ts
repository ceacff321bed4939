import {clean} from '../../clean.js';
import {graphemes} from '../../text/graphemes.js';

/** A text with the place where the next character goes, in UTF-16 units. */
export type Draft = {readonly text: string; readonly caret: number};

/** What a key or a paste does to a text. */
export type Edit =
	| {readonly type: 'insert'; readonly text: string}
	| {readonly type: 'key'; readonly name: string};

/** Longer than any value that a field takes; the rules of the fields say the rest. */
const maxLength = 4000;

export const editingKeys: readonly string[] = [
	'left',
	'right',
	'home',
	'end',
	'backspace',
	'delete',
	'ctrl+a',
	'ctrl+b',
	'ctrl+d',
	'ctrl+e',
	'ctrl+f',
	'ctrl+k',
	'ctrl+u',
	'ctrl+w',
];

/** As readline does it; the caret never stops inside a grapheme. */
export function editText(draft: Draft, edit: Edit): Draft {
	const {text} = draft;
	const caret = Math.min(draft.caret, text.length);
	const before = text.slice(0, caret);
	const after = text.slice(caret);
	if (edit.type === 'insert') {
		const inserted = insertable(edit.text, text.length);
		return {text: before + inserted + after, caret: caret + inserted.length};
	}
	switch (edit.name) {
		case 'left':
		case 'ctrl+b':
			return {text, caret: previous(text, caret)};
		case 'right':
		case 'ctrl+f':
			return {text, caret: next(text, caret)};
		case 'home':
		case 'ctrl+a':
			return {text, caret: 0};
		case 'end':
		case 'ctrl+e':
			return {text, caret: text.length};
		case 'backspace': {
			const kept = text.slice(0, previous(text, caret));
			return {text: kept + after, caret: kept.length};
		}
		case 'delete':
		case 'ctrl+d':
			return {text: before + text.slice(next(text, caret)), caret};
		case 'ctrl+k':
			return {text: before, caret};
		case 'ctrl+u':
			return {text: after, caret: 0};
		case 'ctrl+w': {
			const kept = before.replace(/\S*\s*$/, '');
			return {text: kept + after, caret: kept.length};
		}
		default:
			return draft;
	}
}

/** Spaces that are typed stay where they are typed; a paste comes without its line breaks and control characters. */
function insertable(text: string, length: number): string {
	const room = Math.max(0, maxLength - length);
	if (/^ +$/.test(text)) return text.slice(0, room);
	return room === 0 ? '' : clean(text.slice(0, 100_000), room);
}

const previous = (text: string, caret: number) =>
	graphemes.segment(text).containing(caret - 1)?.index ?? 0;

function next(text: string, caret: number): number {
	const at = graphemes.segment(text).containing(caret);
	return at ? at.index + at.segment.length : text.length;
}
