import type {AppStore, Tasks} from '../tasks/tasks.js';
import type {Bell} from './bell.js';
import {type LineInput, quietMs} from './line-input.js';
import type {Pages} from './pages.js';
import type {Printer} from './printer.js';
import type {Teller} from './teller.js';

/** All that asking takes. */
export type Talk = {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly input: LineInput;
	readonly printer: Printer;
	readonly pages: Pages;
	readonly teller: Teller;
	readonly bell: Bell;
	/** At which sentences are wrapped. */
	readonly columns: number;
	/** Somebody has left, or a signal ends it. */
	readonly isOver: () => boolean;
};

export type Answer =
	| {readonly is: 'line'; readonly text: string}
	/** Several lines at once. */
	| {readonly is: 'paste'; readonly text: string}
	/** The question is no longer asked. */
	| {readonly is: 'gone'}
	/** Nobody answers any more. */
	| {readonly is: 'end'};

/** Waits for a line, and tells what happens meanwhile. */
export async function ask(
	talk: Talk,
	{
		question,
		isHidden = false,
		isAsked,
		takesPaste,
	}: {
		readonly question: string;
		readonly isHidden?: boolean;
		/** Whether it still is the question. */
		readonly isAsked: () => boolean;
		readonly takesPaste: boolean;
	},
): Promise<Answer> {
	const {input, printer, teller, bell} = talk;
	input.hide(isHidden);
	try {
		for (;;) {
			if (talk.isOver()) return {is: 'end'};
			teller.tell();
			if (!isAsked()) return {is: 'gone'};
			printer.prompt(question);
			const text = input.take();
			if (text !== undefined) return await whole(text);
			if (input.isEnded() && !isWaiting(talk)) return {is: 'end'};
			await bell.wait();
		}
	} finally {
		input.hide(false);
	}

	async function whole(text: string): Promise<Answer> {
		// The terminal has echoed what was typed and its Enter; a pipe echoes nothing.
		const echo = isHidden ? '' : input.isTerminal ? undefined : text;
		if (!input.isTerminal || !takesPaste) {
			printer.answered(echo);
			return {is: 'line', text};
		}
		await new Promise(resolve => setTimeout(resolve, quietMs));
		const following = input.takeFollowing();
		printer.answered(echo);
		return following.some(line => line.trim() !== '')
			? {is: 'paste', text: [text, ...following].join('\n')}
			: {is: 'line', text};
	}
}

/** A sign-in may still be completed by a browser. */
const isWaiting = ({store}: Talk) => store.getState().runs['sign-in'] !== undefined;

/** Tells what happens until all that was begun has been done. On a terminal a dot stops it. */
export async function settle({tasks, input, printer, teller, bell, isOver}: Talk): Promise<void> {
	let isSettled = false;
	const settled = tasks.settle().then(() => {
		isSettled = true;
		bell.ring();
	});
	while (!isSettled && !isOver()) {
		teller.tell();
		if (input.isTerminal && input.peek()?.trim() === '.') {
			input.take();
			printer.answered(undefined);
			tasks.back();
		}
		await bell.wait();
	}
	if (!isOver()) await settled;
}
