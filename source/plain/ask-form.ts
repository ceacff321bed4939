import type {Binding} from '../ui/keys.js';
import type {Page} from '../ui/page.js';
import {askField, formOf} from './ask-field.js';
import {settle, type Talk} from './talk.js';

const guide = 'Enter alone keeps what is there, - empties it, . stops, ? explains once more.';

/** Asks for the fields of the page one after the other, then saves them; what is refused is asked for again. */
export async function askForm(talk: Talk): Promise<void> {
	const {pages, teller, printer} = talk;
	const {page, key} = pages.current();
	if (!page.form) return;
	teller.setAsked(page.form.fields.map(({label}) => label));
	try {
		if (page.form.fields.length > 1) printer.print(['', guide]);
		const asked = new Set<string>();
		for (;;) {
			// An answer may bring other fields along.
			const field = formOf(talk, key)?.fields.find(({name}) => !asked.has(name));
			if (!field) break;
			asked.add(field.name);
			if (!(await askField(talk, key, field.name))) return;
		}
		if (await isRefused(talk, key)) await askAgain(talk);
	} finally {
		teller.setAsked([]);
	}
}

/** Asks for the one field that has the focus, such as after it was refused, and saves again. */
export async function askAgain(talk: Talk): Promise<void> {
	const {key} = talk.pages.current();
	do {
		const form = formOf(talk, key);
		const field = form?.fields[form.chosen];
		if (!field || !(await askField(talk, key, field.name))) return;
	} while (await isRefused(talk, key));
}

const enterOf = ({bindings}: Page): Binding | undefined =>
	bindings.find(({keys}) => keys.includes('enter'));

/** Saves, and tells whether a field has to be answered again. */
async function isRefused(talk: Talk, key: string): Promise<boolean> {
	const {page} = talk.pages.current();
	const enter = enterOf(page);
	if (!formOf(talk, key) || !enter) return false;
	const isOpened = page.form?.isOpened === true;
	// Nothing was changed, and Enter would go on.
	if (!isOpened && enter.ofForm === undefined) return false;
	const before = talk.store.getState().notice;
	enter.run('enter');
	await settle(talk);
	talk.teller.tell();
	if (!formOf(talk, key)) return false;
	if (isOpened || enter.ofForm === 'next') return true;
	const {notice} = talk.store.getState();
	return notice?.level === 'trouble' && notice !== before;
}
