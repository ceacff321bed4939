import {clean} from '../../clean.js';
import type {ProviderId} from '../../grant.js';
import type {Diagnosis, Stage} from '../diagnosis.js';
import {maskSecrets} from '../said.js';
import {judge, type Verdict} from './judge.js';
import type {JudgeLines} from './judge-lines.js';
import {isDaily, type LogLine, readLogLine} from './log-line.js';
import {type Occurrence, occurrencesIn} from './occurrences.js';
import {isSuspicious} from './telltale.js';
import {createVerdictCache} from './verdict-cache.js';

/** A failure that a text tells of, once, however often it is told. Texts are cleaned, capped and without secrets. */
export type Finding = {
	readonly diagnosis: Diagnosis;
	readonly provider: ProviderId | 'any';
	readonly stage: Stage;
	/** The words by which it was known, where it is told first. */
	readonly matched: string;
	readonly count: number;
	/** The first and the last line of the text that tell of it; from 1. */
	readonly lines: readonly [number, number];
};

/** What came of a whole text. */
export type Scanned = {
	/** The best explanation first. */
	readonly findings: readonly Finding[];
	/** Lines that were read. */
	readonly lineCount: number;
	/** Further kinds of failures that found no place. */
	readonly isCapped: boolean;
};

/** Reads a text line by line, in memory that does not grow with it. */
export type Scanner = {
	/** One line without its end. Longer ones are cut off at 20,000 characters around what is wrong. */
	readonly add: (line: string) => void;
	/** Once, after the last line. */
	readonly end: () => Scanned;
};

/** Kinds of failures that are kept; no log tells of more. */
const mostFindings = 200;
/** Lines around a suspicious one that may belong to it. */
const before = 2;
const after = 12;
/** Lines of one cluster; a log of nothing but failures is read in such parts. */
const mostLines = 60;
const longestLine = 20_000;
/** An answer stands so near to its question at most. */
const refreshLines = 20;
/** A text of so few lines was chosen by somebody, who wants to know what it means. */
const fewLines = 3;
const shortText = 30;

export function createScanner(provider?: ProviderId): Scanner {
	const findings = new Map<string, Finding>();
	const cached = createVerdictCache();
	const state = {number: 0, isCapped: false, signedInAt: 0, refreshedAt: -refreshLines};
	let past: string[] = [];
	let cluster: {line: string; number: number; isSuspicious: boolean}[] = [];
	let quiet = 0;
	let beginning: string[] | undefined = [];

	const judgeLines: JudgeLines = (lines, text) => {
		const isDaemon = lines.some(line => line.isDaemon);
		const words = text ?? lines.map(line => line.text).join('\n');
		return cached(isDaemon, words, () => judge(words, provider, {isDaemon, isAlone: false}));
	};

	function add(line: string) {
		state.number++;
		if (beginning) {
			if (state.number > shortText || line.length > longestLine) beginning = undefined;
			else beginning.push(line);
		}
		if (isSuspicious(line) && !isDaily(line)) {
			if (cluster.length === 0) {
				cluster = past.map((text, index) => ({
					line: text,
					number: state.number - past.length + index,
					isSuspicious: false,
				}));
				past = [];
			}
			keep(line, true);
			quiet = 0;
			if (/grant_type=refresh_token/i.test(line)) state.refreshedAt = state.number;
			if (/access_token\\?["']?\s*[:=]/i.test(line)) state.signedInAt = state.number;
		} else if (cluster.length > 0) {
			keep(line, false);
			quiet++;
		} else {
			past.push(line.length > longestLine ? line.slice(0, longestLine) : line);
			if (past.length > before) past.shift();
		}
		if (cluster.length > 0 && quiet >= after) flush(false);
		else if (cluster.length >= mostLines) flush(true);
	}

	function keep(line: string, isWrong: boolean) {
		for (const part of partsOf(line, isWrong)) {
			cluster.push({line: part, number: state.number, isSuspicious: isWrong});
		}
	}

	function flush(isCutOff: boolean) {
		const suspicious = new Set<LogLine>();
		const lines = cluster.map(({line, number, isSuspicious: isWrong}) => {
			const read = readLogLine(line, number);
			if (isWrong) suspicious.add(read);
			return read;
		});
		const found = occurrencesIn(lines, line => suspicious.has(line), judgeLines);
		// Where a cluster is cut off, its last failure may go on.
		const open = isCutOff && found.length > 1 ? found.at(-1) : undefined;
		const kept = open ? cluster.filter(({number}) => number >= open.first) : [];
		const isKept = kept.length > 0 && kept.length < mostLines;
		for (const occurrence of isKept ? found.slice(0, -1) : found) note(occurrence);
		cluster = isKept ? kept : [];
		if (!isKept) quiet = 0;
	}

	function note({verdict, first, last, text}: Occurrence) {
		// To a refresh no new refresh token is due (RFC 6749 §6).
		const isRefresh = Math.abs(first - state.refreshedAt) < refreshLines;
		if (verdict.key === 'g-no-refresh-token' && isRefresh) return;
		const known = findings.get(verdict.key);
		if (known) {
			findings.set(verdict.key, {
				...known,
				count: known.count + 1,
				lines: [known.lines[0], Math.max(known.lines[1], last)],
			});
			return;
		}
		if (findings.size >= mostFindings) {
			state.isCapped = true;
			return;
		}
		findings.set(verdict.key, findingOf(verdict, text, [first, last]));
	}

	/** A short text is also read as a whole: broken anywhere, or too short to say what it is from. */
	function readWhole(lines: readonly string[]) {
		const read = lines.map((line, index) => readLogLine(line, index + 1));
		if (read.some(line => line.isDaemon)) return;
		const told = read.filter(line => line.text.trim() !== '');
		const isAlone = told.length <= fewLines && !told.some(line => line.isStamped);
		for (const glue of ['\n', ' ', '']) {
			const text = told.map(line => line.text.trim()).join(glue);
			const verdict = judge(text, provider, {isDaemon: false, isAlone});
			if (!verdict || (verdict.diagnosis.id === undefined && !isAlone)) continue;
			note({verdict, first: told[0]?.number ?? 1, last: told.at(-1)?.number ?? 1, text});
			return;
		}
	}

	return {
		add,
		end() {
			if (cluster.length > 0) flush(false);
			if (findings.size === 0 && beginning) readWhole(beginning);
			// Who waits for a sign-in is told so until it is done (RFC 8628 §3.5): no failure then.
			for (const key of ['ms-dc-pending', 'ms-dc-slow-down']) {
				if ((findings.get(key)?.lines[1] ?? state.number + 1) < state.signedInAt) {
					findings.delete(key);
				}
			}
			return {
				findings: [...findings.values()].sort(byWorth),
				lineCount: state.number,
				isCapped: state.isCapped,
			};
		},
	};
}

/** What is worth reading of a line without end: around each thing in it that may be wrong. */
function partsOf(line: string, isWrong: boolean): string[] {
	if (line.length <= longestLine) return [line];
	if (!isWrong) return [line.slice(0, 1000)];
	const parts: string[] = [];
	for (let start = 0; start < line.length && parts.length < 20; start += longestLine) {
		const part = line.slice(start, start + longestLine + 500);
		if (isSuspicious(part)) parts.push(part);
	}
	return parts;
}

function findingOf(
	{diagnosis, provider, stage}: Verdict,
	text: string,
	lines: readonly [number, number],
): Finding {
	return {
		diagnosis,
		provider,
		stage,
		matched: clean(maskSecrets(text.slice(0, longestLine)), 300),
		count: 1,
		lines,
	};
}

const confidences = ['certain', 'likely', 'possible'] as const;

function byWorth(one: Finding, other: Finding): number {
	return worthOf(other) - worthOf(one) || one.lines[0] - other.lines[0];
}

function worthOf({diagnosis: {id, confidence}}: Finding): number {
	return (id === undefined ? 0 : 10) + confidences.length - confidences.indexOf(confidence);
}
