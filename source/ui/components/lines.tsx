import {Text} from 'ink';
import type {ReactNode} from 'react';
import {fitLine, type Line} from '../format/line.js';
import {looks} from '../theme.js';

/** Rows of text, each cut to the width. They are one text of Ink's, which is laid out sooner than one a row. */
export function Lines({
	lines,
	columns,
}: {
	readonly lines: readonly Line[];
	readonly columns: number;
}) {
	const parts: ReactNode[] = [];
	let plain = '';
	for (const [row, spans] of lines.entries()) {
		if (row > 0) plain += '\n';
		if (spans.length === 0) plain += ' ';
		for (const {text, tone = 'plain'} of fitLine(spans, columns)) {
			const look = looks[tone];
			if (Object.keys(look).length === 0) {
				plain += text;
				continue;
			}
			parts.push(
				plain,
				<Text key={parts.length} {...look}>
					{text}
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
