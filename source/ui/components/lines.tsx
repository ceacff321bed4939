import {Box, Text} from 'ink';
import {use} from 'react';
import {ascii} from '../../ascii.js';
import {fitLine, type Line} from '../format/line.js';
import {looks, type Tone} from '../theme.js';
import {MannerContext} from './manner.js';

/** Rows of text, each cut to the width. Their place is their identity: a row has no state. */
export function Lines({
	lines,
	columns,
}: {
	readonly lines: readonly Line[];
	readonly columns: number;
}) {
	const {isAscii, isColourless} = use(MannerContext);
	const rows = lines.map(spans => fitLine(spans, columns)).map(isAscii ? asciiLine : keep);
	const lookOf = (tone: Tone) => (isColourless ? {...looks[tone], color: undefined} : looks[tone]);
	return (
		<Box flexDirection="column">
			{rows.map((spans, row) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is where it is
				<Text key={row} wrap="truncate-end">
					{spans.length === 0
						? ' '
						: spans.map(({text, tone = 'plain'}, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: so is a span
								<Text key={index} {...lookOf(tone)}>
									{text}
								</Text>
							))}
				</Text>
			))}
		</Box>
	);
}

const keep = (spans: Line) => spans;
const asciiLine = (spans: Line): Line => spans.map(span => ({...span, text: ascii(span.text)}));
