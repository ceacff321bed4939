import {choose} from '../ui/choose.js';
import type {Page} from '../ui/page.js';
import type {Talk} from './talk.js';

/** What a number does on this page, in words; undefined where it does nothing. */
export function rowHint({rows}: Page): string | undefined {
	if (!rows || rows.starts.length < (rows.isMenu ? 1 : 2)) return undefined;
	return rows.isMenu ? 'that one' : 'choose it';
}

/** Takes a number as that row. Whether it was one. */
export function chooseRow(typed: string, {rows}: Page, {store, pages, printer}: Talk): boolean {
	if (!rows || !/^\d{1,4}$/.test(typed)) return false;
	const row = Number(typed) - 1;
	const {length} = rows.starts;
	if (row < 0 || row >= length) {
		printer.print([`There is no ${typed}. Give a number from 1 to ${length}.`]);
		return true;
	}
	choose(store, rows.list, row);
	if (rows.isMenu) {
		const {bindings} = pages.current().page;
		bindings.find(({keys}) => keys.includes('enter'))?.run('enter');
		// Enter means the next sensible one again, not what a number meant once.
		store.dispatch({type: 'cursor-dropped', list: rows.list});
	}
	return true;
}
