/** The lines of the new text that a unified difference adds or puts in the place of others, as they stand there. */
export const newLines = (difference: string): readonly string[] =>
	difference
		.split('\n')
		// After the two lines that name the texts.
		.slice(2)
		.flatMap(row => (row.startsWith('+') ? [row.slice(1)] : []));
