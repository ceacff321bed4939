import {clean} from '../clean.js';
import {counted} from '../counted.js';
import {diagnose} from '../diagnosis/diagnose.js';
import type {Diagnosis, DiagnosisContext} from '../diagnosis/diagnosis.js';
import {failureFromText} from '../diagnosis/failure-from-text.js';
import {maskSecrets} from '../diagnosis/said.js';

/** What was found in BatchMail's directory and at the end of its log. */
export type SpoolFacts = {
	/** Files that wait to be sent, and files that failed: BatchMail renames those with `__` in front. */
	readonly waiting: number;
	readonly failed: number;
	/** There were more files than were counted. */
	readonly isCapped?: true;
	/** Milliseconds since 1970, of the oldest that waits. */
	readonly oldestWaitingAt?: number;
	/** The end of the newest log file, as it is written. */
	readonly log?: {readonly path: string; readonly text: string};
};

export type SpoolReport = Pick<SpoolFacts, 'waiting' | 'failed' | 'isCapped'> & {
	/** One sentence. */
	readonly summary: string;
	readonly newestError?: {
		/** The line, cleaned. */
		readonly line: string;
		readonly diagnosis: Diagnosis;
	};
	readonly logPath?: string;
};

/** BatchMail empties its directory at each poll; what waits longer than this waits for a reason. */
const longMs = 15 * 60_000;

/** What the spool says of outgoing mail, the newest error of the log explained. `now` in milliseconds since 1970. */
export function spoolReport(
	facts: SpoolFacts,
	context: DiagnosisContext,
	now: number,
): SpoolReport {
	const {waiting, failed, isCapped, log} = facts;
	const block = log && newestError(log.text);
	return {
		waiting,
		failed,
		...(isCapped && {isCapped}),
		summary: summaryOf(facts, now),
		...(log && {logPath: log.path}),
		...(block && {
			newestError: {
				line: clean(maskSecrets(block.line), 300),
				diagnosis: diagnose(failureFromText(block.text, context.provider), context),
			},
		}),
	};
}

export const isFailedName = (name: string) => name.startsWith('__');

function summaryOf({waiting, failed, isCapped, oldestWaitingAt}: SpoolFacts, now: number): string {
	const least = isCapped ? 'at least ' : '';
	const mails = (count: number) => `${least}${counted(count, 'mail')}`;
	const counts = `${mails(waiting)} ${waiting === 1 ? 'waits' : 'wait'}, ${mails(failed)} failed`;
	const age = oldestWaitingAt === undefined ? 0 : now - oldestWaitingAt;
	if (age < longMs) return `${counts}.`;
	return `${counts}. The oldest has waited ${ageOf(age)}: BatchMail does not run, or can't send.`;
}

function ageOf(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 120) return `${minutes} minutes`;
	return minutes < 2880
		? `${Math.round(minutes / 60)} hours`
		: `${Math.round(minutes / 1440)} days`;
}

/** More lines than any stack trace that matters. */
const maxBlock = 60;

const errorLine =
	/\b(?:exception|error|fail(?:ed|ure)?|refused|denied|rejected|unable to|can(?:no|')t|timed? ?out|AADSTS\d+|invalid_grant)\b|(?:Exception|Error)\b|(?:^|[\s:])[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b/i;
const restOfTrace =
	/^\s+at\s|^\s*\.\.\. \d+ more|^\s*Caused by:|^\s+nested exception|^\s*(?:class|Nested)\b/;

const continuedReply = /(?:^|[\s:])[45]\d\d-\d/;

/** The last line that speaks of an error, with the lines that belong to it; the log's own form is not known, so its words have to do. */
export function newestError(
	log: string,
): {readonly line: string; readonly text: string} | undefined {
	const lines = log.split(/\r\n|\r|\n/);
	for (let last = lines.length - 1; last >= 0; last--) {
		const line = lines[last] ?? '';
		if (restOfTrace.test(line) || !errorLine.test(line)) continue;
		let end = last + 1;
		while (end < lines.length && end - last < maxBlock && restOfTrace.test(lines[end] ?? '')) end++;
		// RFC 5321 §4.2.1: all lines of a reply but its last have a hyphen behind the code.
		let start = last;
		while (start > 0 && last - start < 5 && continuedReply.test(lines[start - 1] ?? '')) start--;
		return {line, text: lines.slice(start, end).join('\n').slice(0, 20_000)};
	}
	return undefined;
}
