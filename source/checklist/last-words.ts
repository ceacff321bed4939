import type {Providers} from '../providers/provider.js';
import {shellQuote} from '../shell-quote.js';
import type {GrantRecord} from './grant-record.js';
import {stepFor} from './step-for.js';
import {stepNumber} from './step-id.js';
import {nextStep, progressOf, statusOf} from './step-status.js';

/** What is said after the screens have closed: what is done, what is left, which command goes on. */
export function lastWords(
	record: GrantRecord | undefined,
	providers: Providers,
	{command, isPractice}: {readonly command: string; readonly isPractice: boolean},
): string {
	if (isPractice) return 'Practice ended; nothing of it is kept. For real: mailgrant';
	if (!record) return `Nothing is set up yet. Go on with: ${command}`;
	const {name} = record.grant;
	const {done, of} = progressOf(record, providers);
	const next = nextStep(record, providers);
	if (!next)
		return `${name}: all ${of} steps are done. A token for a program: mailgrant token ${shellQuote(name)}`;
	const {is} = statusOf(next, record, providers);
	const left = `${is === 'failed' ? 'failed at' : 'next is'} ${stepNumber(next)} ${stepFor(next, record).title}`;
	return `${name}: ${done} of ${of} done, ${left}. Go on with: ${command}`;
}
