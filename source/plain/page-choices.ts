import type {Page} from '../ui/page.js';
import {askForm} from './ask-form.js';
import {type Choice, choicesOf} from './choices.js';
import type {Talk} from './talk.js';

/** What can be typed on a page. Where there are fields, they can be gone through one after the other. */
export function pageChoices(page: Page, talk: Talk): readonly Choice[] {
	const choices = choicesOf(page);
	if (!page.form || page.form.fields.length === 0) return choices;
	const enter = page.bindings.find(({keys}) => keys.includes('enter'));
	const isFirst = enter?.ofForm === 'next';
	const fields: Choice = {
		typed: isFirst ? ['', 'e'] : ['e'],
		label: isFirst ? 'Enter' : 'e',
		hint: 'answer the fields',
		help: 'Asks for one field after the other, and saves them',
		isBack: false,
		run: () => askForm(talk),
	};
	return isFirst
		? [fields, ...choices.filter(({typed}) => !typed.includes(''))]
		: [...choices.slice(0, 1), fields, ...choices.slice(1)];
}
