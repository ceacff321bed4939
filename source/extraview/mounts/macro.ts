import type {LogicalLine} from './logical-line.js';

/** A line, and the file that it stands in. */
export type Sourced = LogicalLine & {readonly file: string; readonly isFromMacro?: boolean};

/** A section `<Macro NAME $parameter …>`. */
export type Macro = {readonly parameters: readonly string[]; readonly body: readonly Sourced[]};

/** The lines of a macro with values in the place of its parameters, as text, wherever they stand. */
export function writeOut({parameters, body}: Macro, values: readonly string[]): readonly Sourced[] {
	const pairs = parameters
		.map((parameter, index) => [parameter, values[index] ?? ''] as const)
		// An empty name would stand everywhere.
		.filter(([parameter]) => parameter !== '')
		// The longest first, since $host would also stand in $hostname.
		.toSorted(([left], [right]) => right.length - left.length);
	return body.map(line => ({
		...line,
		text: pairs.reduce((text, [from, to]) => text.replaceAll(from, () => to), line.text),
	}));
}
