import type {Verdict} from './judge.js';
import type {JudgeLines} from './judge-lines.js';
import type {LogLine} from './log-line.js';

/** A line, with those over which its words were broken. */
export type Wrapped = {
	readonly lines: readonly LogLine[];
	/** The one that something seemed wrong in. */
	readonly line: LogLine;
	/** Index of the last of them. */
	readonly to: number;
	readonly text: string;
	readonly verdict?: Verdict;
};

/** Lines after the first over which a sentence is broken at most. */
const most = 6;

/** Reads a line together with what it was broken into: by a mail program between words, by a terminal anywhere. */
export function readWrapped(
	lines: readonly LogLine[],
	index: number,
	line: LogLine,
	own: ReadonlyMap<LogLine, Verdict | undefined>,
	judge: JudgeLines,
): Wrapped {
	const alone = isCut(line, lines[index + 1]) ? undefined : own.get(line);
	const single = {lines: [line], line, to: index, text: line.text, verdict: alone};
	if (line.isDaemon) return single;
	if (alone?.diagnosis.id !== undefined) return readOn(single, lines, index, own, judge);
	const before = lines[index - 1];
	const starts = [
		index,
		...(before && isLoose(line) && !before.isDaemon && !own.get(before) ? [index - 1] : []),
	];
	for (const start of starts) {
		for (let to = index + (start === index ? 1 : 0); to <= index + most; to++) {
			const next = lines[to];
			const isBroken = to > start && next && !goesOn(next, own.get(next));
			if (!next || isBroken) break;
			const part = lines.slice(start, to + 1);
			const whole = judgeJoined(part, judge);
			if (whole && whole.verdict.key !== own.get(next)?.key) {
				return readOn({...whole, lines: part, line, to}, lines, start, own, judge);
			}
		}
	}
	return single;
}

/** The lines as one, broken between words or anywhere; the words count more than a code in them. */
function judgeJoined(
	lines: readonly LogLine[],
	judge: JudgeLines,
): {readonly text: string; readonly verdict: Verdict} | undefined {
	const readings = [' ', ''].flatMap(glue => {
		const text = lines.map(line => line.text.trim()).join(glue);
		const verdict = judge(lines, text);
		return verdict?.diagnosis.id === undefined ? [] : [{text, verdict}];
	});
	return readings.find(({verdict}) => verdict.isWorded) ?? readings[0];
}

/** What was explained by the beginning of a sentence may be explained better by the whole of it. */
function readOn(
	found: Wrapped,
	lines: readonly LogLine[],
	start: number,
	own: ReadonlyMap<LogLine, Verdict | undefined>,
	judge: JudgeLines,
): Wrapped {
	for (let to = found.to + 1; to <= found.to + 3; to++) {
		const next = lines[to];
		if (!next || !isLoose(next) || own.get(next) !== undefined || isTrace(next)) break;
		const part = lines.slice(start, to + 1);
		const whole = judgeJoined(part, judge);
		if (whole && whole.verdict.key !== found.verdict?.key) {
			return {...found, ...whole, lines: part, to};
		}
	}
	return found;
}

const isTrace = ({text}: LogLine) => text.trim() === '' || /^\s+at /.test(text);

/** A number that goes on at the next line is another number. */
const isCut = ({text}: LogLine, next: LogLine | undefined) =>
	next !== undefined && !next.isStamped && /AADSTS\d{0,7}$/i.test(text) && /^\d/.test(next.text);

const isLoose = (line: LogLine) => !line.isStamped && !line.isDaemon && !isAnswer(line);

const isAnswer = ({form}: LogLine) => form !== 'words' && form !== 'oauth';

/** Whether a line can be the rest of the one before it: it has no time, and no failure, of its own. */
const goesOn = (line: LogLine, verdict: Verdict | undefined) =>
	isLoose(line) && verdict?.diagnosis.id === undefined && line.text.trim() !== '';
