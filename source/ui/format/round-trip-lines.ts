import type {OutgoingReport} from '../../checklist/report.js';
import type {Tone} from '../theme.js';
import {cell, type Line} from './line.js';
import {duration} from './time.js';
import {paragraph} from './wrap.js';

/** To whom, under which Message-ID, and whether it came back. */
export function roundTripLines({
	report,
	recipient,
	waitingSince,
	width,
	now,
}: {
	readonly report: OutgoingReport | undefined;
	/** Of the next test. */
	readonly recipient: string;
	readonly waitingSince: number | undefined;
	readonly width: number;
	readonly now: number;
}): readonly Line[] {
	const row = (label: string, text: string, tone?: Tone) =>
		paragraph(text, width, {indent: 15, first: [{text: '  '}, cell(label, 13, 'dim')], tone});
	const back = report?.roundTrip;
	return [
		...row('recipient', recipient),
		...(report && report.recipient !== recipient ? row('sent to', report.recipient) : []),
		...(report?.user ? row('signed in as', report.user) : []),
		...(report?.messageId ? row('Message-ID', report.messageId) : []),
		...(waitingSince === undefined
			? []
			: row('round trip', `sent; waited for ${duration(now - waitingSince)}`, 'running')),
		...(back?.seconds === undefined
			? []
			: row('round trip', `back in the mailbox after ${back.seconds} s`, 'done')),
		...(back && !back.ok ? row('round trip', 'not seen in the mailbox', 'failed') : []),
	];
}
