import type {
	AppliedLines,
	HostFinding,
	LinesToAdd,
	WebServerReport,
} from '../../checklist/report.js';
import type {Tone} from '../theme.js';
import {blank, cell, type Line} from './line.js';
import {paragraph} from './wrap.js';

const labelWidth = 9;

/** What was asked, who answered, and what was found on this host. */
export function answerLines({url, answer, found}: WebServerReport, width: number): readonly Line[] {
	const {isTomcat, title, seen} = answer;
	const row = (label: string, text: string, tone?: Tone) =>
		paragraph(text, width, {
			indent: labelWidth + 2,
			first: [{text: '  '}, cell(label, labelWidth, 'dim')],
			tone,
		});
	return [
		...row('asked', url),
		...row('answer', seen === '' ? title : `${title} (${seen})`, isTomcat ? 'done' : 'plain'),
		...row('here', found),
	];
}

/** The virtual hosts of this host's Apache; of the one that is asked, what decides. */
export function hostsLines({hosts, notes}: WebServerReport, width: number): readonly Line[] {
	if (hosts.length + notes.length === 0) return [];
	return [
		blank,
		...hosts.flatMap(host => hostLines(host, width)),
		...notes.flatMap(note => paragraph(note, width, {indent: 2, tone: 'dim'})),
	];
}

const words: Readonly<Record<HostFinding['is'], {readonly word: string; readonly tone: Tone}>> = {
	passes: {word: 'passes', tone: 'done'},
	redirects: {word: 'leads on', tone: 'dim'},
	blocked: {word: 'stops it', tone: 'failed'},
};

function hostLines(host: HostFinding, width: number): readonly Line[] {
	const {name, at, is, isChosen, sentence, line: decides, hints} = host;
	// Of a host that nobody asks, it does not matter.
	const {word, tone} = words[is];
	return [
		[
			{text: '  '},
			cell(word, labelWidth + 1, isChosen ? tone : 'dim'),
			{text: name, tone: isChosen ? 'strong' : 'plain'},
			{text: `   ${at}`, tone: 'dim'},
		],
		...(isChosen
			? [
					...paragraph(sentence, width, {indent: labelWidth + 3}),
					...(decides
						? paragraph(`${decides.at}: ${decides.text}`, width, {
								indent: labelWidth + 3,
								tone: 'dim',
							})
						: []),
					...hints.flatMap(hint =>
						paragraph(hint, width, {indent: labelWidth + 3, tone: 'needs you'}),
					),
				]
			: []),
	];
}

/** The lines themselves, each alone, and where they go. */
export function addLines({file, beforeLine, lines}: LinesToAdd, width: number): readonly Line[] {
	const where =
		beforeLine === undefined
			? `At the end of ${file} these lines are missing:`
			: `In ${file}, before line ${beforeLine}, these lines are missing:`;
	return [...paragraph(where, width), ...lines.map(aloneLine)];
}

const aloneLine = (text: string): Line => [
	{text: '    '},
	{text, tone: 'strong', said: text, isValue: true},
];

/** What was written, and where the old file is. */
export const appliedLines = ({file, backup}: AppliedLines, width: number): readonly Line[] => [
	...paragraph(`Written here: ${file}`, width, {tone: 'dim'}),
	...paragraph(`The old file: ${backup} (b copies the line that puts it back)`, width, {
		tone: 'dim',
	}),
];
