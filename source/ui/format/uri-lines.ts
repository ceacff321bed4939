import type {ProviderId} from '../../grant.js';
import {checkRedirectUri, type Note} from '../../providers/redirect-uri.js';
import {glyphs, type Tone} from '../theme.js';
import {blank, type Line} from './line.js';
import {valueSpans} from './value.js';
import {paragraph} from './wrap.js';

export type UriToRegister = {readonly label: string; readonly uri: string};

const notes: Readonly<Record<Note['level'], {readonly word: string; readonly tone: Tone}>> = {
	fine: {word: 'good to know', tone: 'dim'},
	trap: {word: 'careful', tone: 'needs you'},
	wrong: {word: 'refused', tone: 'failed'},
};

/** An address alone on its line, and what the provider will say of it. */
export function uriLines(
	{label, uri}: UriToRegister,
	{
		provider,
		number,
		isChosen,
		width,
	}: {
		readonly provider: ProviderId;
		readonly number: number;
		readonly isChosen: boolean;
		readonly width: number;
	},
): readonly Line[] {
	return [
		[
			{text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
			{text: `${number}  `, tone: 'key'},
			{text: label, tone: isChosen ? 'strong' : 'plain'},
		],
		[{text: '  '}, ...valueSpans(uri, width - 2)],
		...checkRedirectUri(uri, provider).notes.flatMap(({level, text}) => {
			const {word, tone} = notes[level];
			return paragraph(`${word}: ${text}`, width, {indent: 5, tone});
		}),
		blank,
	];
}
