import type {Notice} from '../checklist/state.js';
import type {Abilities} from '../terminal-port.js';
import type {FormField} from './form/form-field.js';
import type {Draft, Edit} from './format/edit-text.js';
import type {Line} from './format/line.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

/** All that is said and taken on a screen, as data: drawn as a frame, or printed line by line. */
export type Page = {
	readonly title: string;
	readonly about?: Line;
	/** What is to be done here; the first sentences of the help page. */
	readonly help?: string;
	readonly lines: readonly Line[];
	/** Beneath them, each whole and in their order, as far as there is room: what is said elsewhere too. */
	readonly extras?: readonly (readonly Line[])[];
	/** Stands beneath them and does not scroll, such as the help of a field. */
	readonly footer?: readonly Line[];
	/** Index of the line that stays in sight. */
	readonly focus?: number;
	/** Name of the list whose cursor says how far the rest is scrolled. */
	readonly scroll: string;
	/** Arrows scroll where they choose nothing. */
	readonly bindings: readonly Binding[];
	/** No blank lines around: what it shows is as high as it is. */
	readonly isTight?: boolean;
	/** What Esc does in a word, where it is no binding of its own. */
	readonly back?: string;
	/** Instead of what just happened. */
	readonly notice?: Notice;
	readonly onEdit?: (edit: Edit) => void;
	readonly onPaste?: (text: string) => void;
	/** What can be typed into, for whoever asks for one after the other. */
	readonly form?: PageForm;
	/** What can be chosen from, for whoever numbers it. */
	readonly rows?: PageRows;
	/** A clock is on it, which goes by the second. */
	readonly isTicking?: boolean;
};

export type PageForm = {
	readonly fields: readonly FormField[];
	/** Index of the one that has the focus. */
	readonly chosen: number;
	/** It was opened with a key, and closes when it is saved. */
	readonly isOpened: boolean;
};

export type PageRows = {
	/** Name of the list whose cursor says which is chosen. */
	readonly list: string;
	/** Index of the line on which each begins. */
	readonly starts: readonly number[];
	/** Whose lines follow each row, where they are told one by one: a host, and its layers. */
	readonly names?: readonly string[];
	/** Index of the line after the last row. */
	readonly end?: number;
	/** Enter opens the chosen one, or switches it; on other pages rows are chosen to be read. */
	readonly isMenu?: true;
	/** Their lines are numbered already. */
	readonly isNumbered?: true;
};

/** What a page alone holds while it is open: texts that must not reach the store, where drafts are written to disk. */
export type Own = {
	/** The client secret as it is typed. */
	readonly secret?: Draft;
	/** The client secret that is shown for a moment. */
	readonly shown?: string;
	/** The address of a sign-in, the word that is asked for, the name of a file. */
	readonly typed?: Draft;
	/** What is wrong with it. */
	readonly problem?: string;
};

export type PageProps = ScreenProps & {
	readonly columns: number;
	readonly rows: number;
	/** What can be shown beside text. */
	readonly abilities: Abilities;
	/** How the keys of a binding are written here. */
	readonly labelOf: (binding: Binding) => string;
	readonly own: Own;
	/** Changes the latest, since several keys may come before the next frame. */
	readonly setOwn: (change: (before: Own) => Own) => void;
	/** Leaves mailgrant. */
	readonly leave: () => void;
};
