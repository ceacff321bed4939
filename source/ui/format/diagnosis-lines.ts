import {isStepId, stepNumber} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import type {Diagnosis, Who} from '../../diagnosis/diagnosis.js';
import {glyphs} from '../theme.js';
import {blank, type Line, line, spread} from './line.js';
import {valueSpans} from './value.js';
import {paragraph} from './wrap.js';

const repairedBy: Readonly<Record<Who, string>> = {
	you: 'You can repair it',
	user: 'The owner of the mailbox can repair it',
	'app-owner': 'The owner of the app registration can repair it',
	admin: 'An administrator of the mail service can repair it',
	network: 'Whoever runs the network can repair it',
};

/** The failure of a step: what it means, how sure that is, who repairs it, and how. */
export function diagnosisLines(
	diagnosis: Diagnosis,
	width: number,
	{hasDigits = true}: {readonly hasDigits?: boolean} = {},
): readonly Line[] {
	const {title, confidence, cause, said, who, fix, see, transient, step} = diagnosis;
	const {others = [], checked = []} = diagnosis;
	const size = Math.min(width, 100);
	const goal = isStepId(step) ? step : undefined;
	return [
		spread([{text: title, tone: 'failed'}], [{text: confidence, tone: 'dim'}], size),
		...paragraph(cause, size),
		...(said === '' || cause.includes(said) ? [] : saidLines(said, size)),
		...(others.length === 0
			? []
			: paragraph(hintOf(others.length, hasDigits), size, {tone: 'dim'})),
		blank,
		[
			{text: fix.length > 0 ? repairedBy[who] : `${repairedBy[who]}.`, tone: 'strong'},
			{text: transient ? '   It may also pass by itself: try again.' : '', tone: 'dim'},
		],
		...fix.flatMap((text, index) =>
			paragraph(text, size, {
				indent: 5,
				first: [{text: `  ${index + 1}  `, tone: hasDigits && index < 9 ? 'key' : 'plain'}],
			}),
		),
		...(goal
			? paragraph(`Its place is step ${stepNumber(goal)}, ${stepOf(goal).title}.`, size, {
					indent: 5,
					first: [{text: '  →  ', tone: 'key', said: '     '}],
				})
			: []),
		...(others.length === 0
			? []
			: [
					blank,
					line('It can be, and is told by:', 'strong'),
					...others.flatMap(other => [
						...item(other.title, size),
						...paragraph(other.check, size, {indent: 5, tone: 'dim'}),
					]),
				]),
		...(checked.length === 0
			? []
			: [
					blank,
					line('Checked, and in order:', 'strong'),
					...checked.flatMap(text => item(text, size)),
				]),
		...(see === undefined
			? []
			: [line(hasDigits ? '  Read on (u copies it):' : '  Read on:', 'dim'), readOn(see, size)]),
	];
}

/** Where the rest stands, before the steps push it off the screen. */
function hintOf(count: number, hasDigits: boolean): string {
	const checks = count === 1 ? 'a check tells them apart' : `${count} checks tell them apart`;
	return `More than one cause is possible; ${checks} (below, or ${hasDigits ? 'h' : 'ctrl+t'}).`;
}

const item = (text: string, width: number) =>
	paragraph(text, width, {
		indent: 5,
		first: [{text: `  ${glyphs.waiting}  `, tone: 'dim'}],
	});

const readOn = (see: string, width: number): Line => [{text: '  '}, ...valueSpans(see, width - 2)];

const saidLines = (said: string, width: number) => {
	const lines = paragraph(said, width, {
		indent: 11,
		first: [{text: 'It said:   ', tone: 'dim'}],
		tone: 'dim',
	});
	return lines.length <= 2
		? lines
		: [
				...lines.slice(0, 1),
				[...(lines[1] ?? []), {text: ' …', tone: 'dim' as const, said: restOf(lines.slice(2))}],
			];
};

/** Of wrapped lines, for where there is room. */
const restOf = (lines: readonly Line[]) =>
	lines
		.map(
			spans =>
				` ${spans
					.map(({text, said}) => said ?? text)
					.join('')
					.trim()}`,
		)
		.join('');
