/** The fenced blocks of a page of Markdown with their languages, indented ones too. */
export function fencedBlocks(markdown: string) {
	return [...markdown.matchAll(/^([ \t]*)```([^\n`]*)\n([\s\S]*?)\n\1```$/gm)].map(
		([, indent = '', language = '', text = '']) => ({
			language,
			text: text
				.split('\n')
				.map(line => (line.startsWith(indent) ? line.slice(indent.length) : line))
				.join('\n'),
		}),
	);
}

/** The command blocks of a page: what a reader copies into a shell. */
export const commandBlocks = (markdown: string): readonly string[] =>
	fencedBlocks(markdown).flatMap(({language, text}) => (language === 'sh' ? [text] : []));
