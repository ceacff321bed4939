import {Box, Text} from 'ink';
import {use} from 'react';
import {AbilitiesContext} from '../abilities.js';
import {hyperlink} from '../format/hyperlink.js';
import {fitLine, type Line} from '../format/line.js';
import {looks} from '../theme.js';

/** Rows of text, each cut to the width. Their place is their identity: a row has no state. */
export function Lines({
	lines,
	columns,
}: {
	readonly lines: readonly Line[];
	readonly columns: number;
}) {
	const {hasLinks} = use(AbilitiesContext);
	const rows = lines.map(spans => fitLine(spans, columns));
	return (
		<Box flexDirection="column">
			{rows.map((spans, row) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is where it is
				<Text key={row} wrap="truncate-end">
					{spans.length === 0
						? ' '
						: spans.map(({text, tone = 'plain', link}, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: so is a span
								<Text key={index} {...looks[tone]}>
									{hasLinks && link !== undefined ? hyperlink(text, link) : text}
								</Text>
							))}
				</Text>
			))}
		</Box>
	);
}
