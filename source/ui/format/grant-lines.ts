import {nearnessOf} from '../../calendar/ending.js';
import {leftText} from '../../calendar/ending-text.js';
import {endingsOf} from '../../calendar/endings-of.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import {stepFor} from '../../checklist/step-for.js';
import {stepNumber} from '../../checklist/step-id.js';
import {nextStep, progressOf} from '../../checklist/step-status.js';
import type {Providers} from '../../providers/provider.js';
import {glyphs, type Tone} from '../theme.js';
import {cell, type Line} from './line.js';

/** A grant a line: its name, who holds the mailbox, how far it is, what ends soon, what comes next. */
export function grantLines(
	records: readonly GrantRecord[],
	providers: Providers,
	{chosen, width, now}: {readonly chosen: number; readonly width: number; readonly now: number},
): readonly Line[] {
	const nameWidth = width < 70 ? 22 : Math.min(40, 26 + Math.floor((width - 80) / 4));
	return records.map((record, index): Line => {
		const {done, failed, of} = progressOf(record, providers);
		const next = nextStep(record, providers);
		const tone: Tone = failed > 0 ? 'failed' : done === of ? 'done' : 'plain';
		const ending = endingsOf(record, providers).find(each => nearnessOf(each, now) !== 'far');
		const failedText = failed > 0 ? `${failed} failed, ` : '';
		return [
			{text: index === chosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
			cell(record.grant.name, nameWidth, index === chosen ? 'strong' : 'plain'),
			...(width < 70 ? [] : [cell(providers[record.grant.provider].label, 15, 'dim')]),
			cell(`${done} of ${of} done`, 14, tone),
			...(next
				? [{text: `${failedText}next ${stepNumber(next)}, ${stepFor(next, record).title}`}]
				: []),
			...(next && ending ? [{text: ', '}] : []),
			...(ending
				? [{text: `${ending.title} ${leftText(ending, now)}`, tone: 'needs you' as const}]
				: []),
			...(next || ending ? [] : [{text: 'all is proved', tone: 'done' as const}]),
		];
	});
}
