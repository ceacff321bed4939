import {Text} from 'ink';
import {type ReactNode, use} from 'react';
import {ascii} from '../format/ascii.js';
import {fitLine, type Line} from '../format/line.js';
import {looks} from '../theme.js';
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
	const parts: ReactNode[] = [];
	let plain = '';
	for (const [row, spans] of lines.entries()) {
		if (row > 0) plain += '\n';
		if (spans.length === 0) plain += ' ';
		for (const {text, tone = 'plain'} of fitLine(spans, columns)) {
			const shown = isAscii ? ascii(text) : text;
			const {color: _, ...others} = looks[tone];
			const look = isColourless ? others : looks[tone];
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
