import type {Draft} from '../format/edit-text.js';
import type {PageProps} from '../page.js';
import type {FormField} from './form-field.js';

/** The one text that a page holds for itself while it is open. */
export function ownField(
	{own, setOwn}: Pick<PageProps, 'own' | 'setOwn'>,
	{
		label,
		help,
		first = {text: '', caret: 0},
	}: {
		readonly label: string;
		readonly help: string;
		/** What stands in it from the start. */
		readonly first?: Draft;
	},
): FormField {
	return {
		name: 'typed',
		label,
		help,
		draft: own.typed ?? first,
		// What was said of the text is about another one now.
		edit: change => setOwn(({typed = first}) => ({typed: change(typed)})),
	};
}
