import type {Draft} from '../format/edit-text.js';

export type Choice = {readonly value: string; readonly label: string};

/** One field of a form, wherever its text is kept. */
export type FormField = {
	readonly name: string;
	readonly label: string;
	readonly help: string;
	readonly draft: Draft;
	/** Instead of typing: one of these. */
	readonly choices?: readonly Choice[];
	/** What holds while it is empty. */
	readonly placeholder?: string;
	readonly isMasked?: true;
	/** What is wrong with the text as it stands. */
	readonly problem?: string;
	/** Changes the latest text, since several keys may come before the next frame. */
	readonly edit: (change: (before: Draft) => Draft) => void;
};
