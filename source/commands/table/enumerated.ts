/** a, b or c */
export const enumerated = (words: readonly string[]) =>
	`${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
