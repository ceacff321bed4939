import type {NotifyState} from '../../notify/notify-state.js';
import {settingsText} from '../../notify/settings-text.js';
import {triedText} from '../../notify/tried-text.js';
import type {Line} from './line.js';
import {momentOf} from './time.js';
import {paragraph} from './wrap.js';

/** Who gets a mail when a person is needed, and whether it went out. */
export function notifyLines(
	{settings, last, failure}: NotifyState,
	width: number,
	now: number,
): readonly Line[] {
	const first: Line = [{text: 'Told by mail', tone: 'strong'}, {text: '   '}];
	const indent = 15;
	if (settings.to.length === 0) {
		return [
			[
				...first,
				{text: 'nobody yet', tone: 'needs you'},
				{text: '   n names who, for when a person is needed', tone: 'dim'},
			],
		];
	}
	const lines = paragraph(settingsText(settings), width, {indent, first});
	if (failure) {
		const text = `Not sent since ${momentOf(failure.at, now)}: ${triedText(failure.tried)}`;
		return [...lines, ...paragraph(text, width, {indent, tone: 'failed'})];
	}
	if (!last) return lines;
	const text = `last mail ${momentOf(last.at, now)}, through ${last.through}`;
	return [...lines, ...paragraph(text, width, {indent, tone: 'dim'})];
}
