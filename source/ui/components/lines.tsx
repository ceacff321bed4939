import {Text} from 'ink';
import {type ReactNode, use} from 'react';
import {ascii} from '../format/ascii.js';
import {hyperlink} from '../format/hyperlink.js';
import {fitLine, type Line} from '../format/line.js';
import {looks} from '../theme.js';
import {AbilitiesContext} from './abilities.js';
import {MannerContext} from './manner.js';

/** Rows of text, each cut to the width. They are one text of Ink's, which is laid out sooner than one a row. */
export function Lines({
	lines,
	columns,
}: {
	readonly lines: readonly Line[];
	readonly columns: number;
}) {
	const {isAscii, isColourless} = use(MannerContext);
	const {hasLinks} = use(AbilitiesContext);
	const parts: ReactNode[] = [];
	let plain = '';
	for (const [row, spans] of lines.entries()) {
		if (row > 0) plain += '\n';
		if (spans.length === 0) plain += ' ';
		for (const {text, tone = 'plain', link} of fitLine(spans, columns)) {
			const written = isAscii ? ascii(text) : text;
			const shown = hasLinks && link !== undefined ? hyperlink(written, link) : written;
			const {color: _, ...others} = looks[tone];
			// A picture is nothing without its colours.
			const look = isColourless && others.backgroundColor === undefined ? others : looks[tone];
			if (Object.keys(look).length === 0) {
				plain += shown;
				continue;
			}
			parts.push(
				plain,
				<Text key={parts.length} {...look}>
					{shown}
				</Text>,
			);
			plain = '';
		}
	}
	return (
		<Text wrap="truncate-end">
			{parts}
			{plain}
		</Text>
	);
}
