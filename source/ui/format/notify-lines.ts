import type {NotifyState} from '../../notify/notify-state.js';
import {settingsText} from '../../notify/settings-text.js';
import {triedText} from '../../notify/tried-text.js';
import {type Line, line} from './line.js';
import {momentOf} from './time.js';
import {paragraph} from './wrap.js';

/** Who gets a mail when a person is needed, and whether it went out. */
export function notifyLines(
	{settings, last, failure}: NotifyState,
	width: number,
	now: number,
): readonly Line[] {
	const heading = line('Who is told by mail, when a person is needed', 'strong');
	if (settings.to.length === 0) {
		return [
			heading,
			[
				{text: '  nobody yet', tone: 'needs you'},
				{text: '   n names somebody', tone: 'dim'},
			],
		];
	}
	return [
		heading,
		...paragraph(settingsText(settings), width, {indent: 2, first: [{text: '  '}]}),
		...(failure
			? paragraph(
					`Not sent since ${momentOf(failure.at, now)}: ${triedText(failure.tried)}`,
					width,
					{indent: 2, first: [{text: '  '}], tone: 'failed'},
				)
			: last
				? [line(`  last mail ${momentOf(last.at, now)}, through ${last.through}`, 'dim')]
				: []),
	];
}
