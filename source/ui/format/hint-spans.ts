import {type Binding, labelOf} from '../keys.js';
import {glyphs} from '../theme.js';
import {fitHints} from './hint-line.js';
import type {Line} from './line.js';

/** The hint line of a list of bindings. */
export function hintSpans(
	bindings: readonly Binding[],
	width: number,
	label: (binding: Binding) => string = labelOf,
): Line {
	const hints = bindings.flatMap(binding =>
		binding.hint === undefined
			? []
			: [{key: label(binding), hint: binding.hint, isKept: binding.isKept ?? false}],
	);
	return fitHints(hints, width).flatMap(
		({key, hint}, index): Line => [
			...(index > 0 ? [{text: glyphs.separator, tone: 'dim' as const}] : []),
			{text: key, tone: 'key'},
			{text: ` ${hint}`},
		],
	);
}
