import type {Page} from '../ui/page.js';
import {askAgain, askForm} from './ask-form.js';
import {choiceLines, choiceWords, helpLines} from './choice-text.js';
import {type Choice, choicesOf} from './choices.js';
import {pageChoices} from './page-choices.js';
import {readPaste} from './read-paste.js';
import {chooseRow} from './rows.js';
import {ask, settle, type Talk} from './talk.js';

/** Shorter texts on a line are no paste of use. */
const shortestPaste = 8;

/** One question and what its answer does. Gives whether somebody goes on answering. */
export async function turn(talk: Talk): Promise<boolean> {
	const {pages, tasks, printer, input} = talk;
	const {page, key, isOverlay} = pages.current();
	if (isOverlay && isOnlyRead(page)) {
		tasks.back();
		return true;
	}
	if (page.form?.isOpened) {
		await askForm(talk);
		// Nobody answers any more: what was typed stays.
		return !input.isEnded();
	}
	const choices = pageChoices(page, talk);
	const words = choiceWords(choices, page);
	printer.print(['', ...choiceLines(words, talk.columns)]);
	const isAsked = () => {
		const now = pages.current();
		const wordsNow = choiceWords(pageChoices(now.page, talk), now.page);
		return now.key === key && wordsNow.join() === words.join();
	};
	const answer = await ask(talk, {
		question: '>',
		isAsked,
		takesPaste: page.onPaste !== undefined,
	});
	switch (answer.is) {
		case 'gone':
			return true;
		case 'end':
			return false;
		case 'paste':
			page.onPaste?.(answer.text);
			return true;
		case 'line':
			await obey(answer.text, talk, {page, choices});
			return true;
	}
}

async function obey(
	text: string,
	talk: Talk,
	{page, choices}: {readonly page: Page; readonly choices: readonly Choice[]},
): Promise<void> {
	const {printer} = talk;
	const typed = text === ' ' ? 'space' : text.trim();
	if (typed === '?') return printer.print(helpLines(choices, page, talk.columns));
	if (typed === '<<') {
		const paste = await readPaste(talk);
		if (paste.trim() === '') return;
		if (page.onPaste) return page.onPaste(paste);
		return printer.print(['Nothing is pasted on this page.']);
	}
	for (const word of [typed, typed.toLowerCase()]) {
		const choice = choices.find(each => each.typed.includes(word));
		if (!choice) continue;
		await choice.run(word);
		if (word === '') await repairForm(talk, page);
		return;
	}
	if (chooseRow(typed, page, talk)) return;
	if (page.onPaste && typed.length >= shortestPaste) return page.onPaste(text);
	printer.print([`“${typed.slice(0, 40)}” is none of the choices here; ? explains them.`]);
}

/** After a form was saved with Enter: what was refused is asked for again. */
async function repairForm(talk: Talk, {form}: Page): Promise<void> {
	if (!form || form.isOpened) return;
	const before = talk.store.getState().notice;
	await settle(talk);
	const {notice} = talk.store.getState();
	const isRefused = notice?.level === 'trouble' && notice !== before;
	if (isRefused && talk.pages.current().page.form) await askAgain(talk);
}

/** Whether there is nothing on it but what is to be read, which has just been printed. */
const isOnlyRead = (page: Page) =>
	!page.form &&
	!page.rows &&
	choicesOf(page).every(({isBack, typed}) => isBack || typed.includes('c'));
