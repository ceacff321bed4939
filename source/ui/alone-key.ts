import type {Page} from './page.js';

/** The key that shows alone what was copied: a letter where nothing is typed and the page has no other use for it. */
export const aloneKeyOf = ({onEdit, bindings}: Pick<Page, 'onEdit' | 'bindings'>): string =>
	onEdit || bindings.some(({keys}) => keys.includes('a')) ? 'ctrl+o' : 'a';
