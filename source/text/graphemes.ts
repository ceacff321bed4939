import {isSimple} from './simple.js';

type Segments = Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData>;

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character. `Intl.Segmenter`, which loads its tables at its first use, is asked only where these are needed. */
export const graphemes = {
	segment(text: string): Segments {
		if (isSimple(text)) return simpleSegments(text);
		segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
		return segmenter.segment(text);
	},
};

function simpleSegments(text: string): Segments {
	const at = (index: number): Intl.SegmentData => ({
		segment: text[index] ?? '',
		index,
		input: text,
	});
	return {
		containing: (index = 0) =>
			index >= 0 && index < text.length ? at(Math.trunc(index)) : undefined,
		*[Symbol.iterator]() {
			for (let index = 0; index < text.length; index++) yield at(index);
		},
	};
}
