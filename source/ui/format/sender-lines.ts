import type {SenderFinding} from '../../checklist/report.js';
import {glyphs, type Mark} from '../theme.js';
import {blank, cell, type Line} from './line.js';
import {paragraph} from './wrap.js';

const marks: Readonly<Record<SenderFinding['is'], Mark>> = {
	waiting: {word: glyphs.waiting, tone: 'dim', said: 'waiting'},
	running: {word: 'running', tone: 'running'},
	fine: {word: 'fine', tone: 'done'},
	unseen: {word: 'accepted', tone: 'done'},
	'on-behalf': {word: 'on behalf', tone: 'done'},
	rewritten: {word: 'rewritten', tone: 'failed'},
	refused: {word: 'refused', tone: 'failed'},
	untried: {word: 'untried', tone: 'needs you'},
};

const markWidth = 11;

/** An address a line: what came of it, and which settings hold it. */
export function senderRow(sender: SenderFinding, isChosen: boolean, width: number): Line {
	const {word, tone, said} = marks[sender.is];
	const addressWidth = Math.max(16, Math.min(36, Math.floor((width - markWidth) / 2)));
	return [
		{text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
		cell(word, markWidth, tone, said),
		cell(sender.address, addressWidth, isChosen ? 'strong' : 'plain'),
		{text: sender.settings.join(', '), tone: 'dim'},
	];
}

/** Beneath the list: what came of the chosen address, and how it is repaired. */
export function senderDetail({summary, repair}: SenderFinding, width: number): readonly Line[] {
	if (summary === '') return [];
	return [
		blank,
		...paragraph(summary, width),
		...repair.flatMap((text, index) =>
			paragraph(text, width, {
				indent: 5,
				first: [{text: `  ${index + 1}  `, tone: 'key'}],
			}),
		),
	];
}
