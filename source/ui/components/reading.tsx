import {Box, Text} from 'ink';
import type {State} from '../../checklist/state.js';
import {spoken} from '../format/frame-words.js';
import {saidLines} from '../format/said-lines.js';
import {titleRight} from '../format/title-right.js';
import {wordLabelOf} from '../keys.js';
import type {Page} from '../page.js';

/** A page for a screen reader, whole and in the order of use: where one is, what just happened, the thing itself, the keys. */
export function Reading({
	state,
	title,
	about = [],
	lines,
	extras = [],
	footer = [],
	notice,
	bindings,
}: Page & {readonly state: State}) {
	const said = [...lines, ...extras.flat(), ...footer].flatMap(spans =>
		saidLines(spans, {chosen: spoken.chosen}).map(tidy),
	);
	const keys = bindings.flatMap(binding =>
		binding.hint === undefined ? [] : [`${wordLabelOf(binding)} ${binding.hint}`],
	);
	const rows = [
		[title, ...titleRight(state, about, unbounded).map(({text}) => text)]
			.map(tidy)
			.filter(Boolean)
			.join(', '),
		...(notice ? [notice.text, ...(notice.nextSteps ?? [])] : []),
		...said,
		spoken.keys + keys.join(', '),
	].filter(text => text !== '');
	return (
		<Box flexDirection="column">
			{rows.map((text, row) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is where it is
				<Text key={row}>{text}</Text>
			))}
		</Box>
	);
}

const unbounded = 10_000;

/** Columns mean nothing to the ear. */
const tidy = (text: string) => text.trim().replace(/ +/g, ' ');
