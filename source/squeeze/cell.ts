import stringWidth from 'string-width';
import {graphemes} from '../text/graphemes.js';
import {isPlain} from '../text/simple.js';

/** One place of the screen. A wide character stands in its first; those it covers too are `covered`. */
export type Cell = {
	/** A grapheme, or nothing where the one before reaches over it. */
	readonly text: string;
	readonly width: number;
	readonly style: string;
	/** The sequence that opened its link (OSC 8), or nothing. */
	readonly link: string;
	/** Every terminal gives it one column. Of what comes right of others, none can tell where it is. */
	readonly isExact: boolean;
};

export const blank: Cell = {text: ' ', width: 1, style: '', link: '', isExact: true};

export const isSame = (one: Cell | undefined, other: Cell | undefined) =>
	one === other ||
	(one !== undefined &&
		other !== undefined &&
		one.text === other.text &&
		one.style === other.style &&
		one.link === other.link);

export type Grapheme = Pick<Cell, 'text' | 'width' | 'isExact'>;

/** What stands in a cell each. Of no width is what belongs to the one before. */
export function graphemesOf(text: string): readonly Grapheme[] {
	if (isPlain(text)) {
		return [...text].map(character => ({text: character, width: 1, isExact: true}));
	}
	return [...graphemes.segment(text)].map(({segment}) => graphemeOf(segment));
}

/** As `Output` of Ink measures it. Several code points, and those beyond the first plane, are what terminals differ about. */
function graphemeOf(text: string): Grapheme {
	const width = stringWidth(text);
	return {text, width, isExact: width === 1 && text.length === 1};
}
