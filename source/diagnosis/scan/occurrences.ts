import type {Verdict} from './judge.js';
import type {JudgeLines} from './judge-lines.js';
import type {LogLine} from './log-line.js';
import {readWrapped, type Wrapped} from './wrapped.js';

/** One failure, where it happened. */
export type Occurrence = {
	readonly verdict: Verdict;
	readonly first: number;
	readonly last: number;
	/** The words that were explained, as they stand. */
	readonly text: string;
};

/** Lines about one failure: a dialogue, a reply over several lines, an exception and its causes, a page. */
type Group = {
	/** Index of the first line. */
	readonly from: number;
	readonly lines: LogLine[];
	readonly keys: Set<string>;
	readonly own: Wrapped[];
	verdict?: Verdict;
};

/** Parts lines that stand near each other into the failures that they tell of. `isSuspicious` are the lines worth judging; the others may go on with them. */
export function occurrencesIn(
	lines: readonly LogLine[],
	isSuspicious: (line: LogLine) => boolean,
	judge: JudgeLines,
): Occurrence[] {
	const groups: Group[] = [];
	let wrappedTo = -1;
	const own = new Map(
		lines.map(line => [line, isSuspicious(line) ? judge([line]) : undefined] as const),
	);
	for (const [index, line] of lines.entries()) {
		if (index <= wrappedTo) continue;
		const group = groups.at(-1);
		if (line.isTranscript === false && group && beginsAnew(line)) group.keys.add(newSignIn);
		if (!isSuspicious(line)) continue;
		const wrapped = readWrapped(lines, index, line, own, judge);
		wrappedTo = wrapped.to;
		if (group && extend(group, wrapped, lines.slice(group.from, wrapped.to + 1), judge)) continue;
		groups.push({
			from: index,
			lines: [...wrapped.lines],
			own: [wrapped],
			keys: new Set(wrapped.verdict ? [wrapped.verdict.key] : []),
			verdict: wrapped.verdict,
		});
	}
	return groups.flatMap(({verdict, lines: [first], lines: all, own: parts}) => {
		const last = all.at(-1);
		if (!verdict || !first || !last) return [];
		return [
			{
				verdict,
				first: first.number,
				last: last.number,
				text: parts.map(({text}) => text).join('\n'),
			},
		];
	});
}

const newSignIn = 'a new sign-in';
const beginsAnew = ({text}: LogLine) => /(?:^|\s)C: .*\b(?:AUTH|LOGIN|EHLO)/i.test(text);

/** The farthest that a line may be from the one that it belongs to; the rest of a broken body may be farther. */
const reach = 6;
const farReach = 20;

/** Adds what belongs to the group; false when it is a failure of its own. */
function extend(
	group: Group,
	wrapped: Wrapped,
	between: readonly LogLine[],
	judge: JudgeLines,
): boolean {
	const last = group.lines.at(-1);
	const {line} = wrapped;
	if (!last || line.isDaemon || last.isDaemon) return false;
	const distance = line.number - last.number;
	if (distance > (isRest(wrapped) ? farReach : reach)) return false;
	const joined = () => judge([...group.lines, ...wrapped.lines], textOf([...group.own, wrapped]));
	const {verdict} = group;
	if (!verdict || !wrapped.verdict) {
		const told = joined();
		// Of a beginning that says nothing by itself, the rest may stand on lines that seemed to say nothing.
		const both =
			verdict || (told && told.key !== wrapped.verdict?.key)
				? told
				: judge(between.filter(each => !each.isDaemon));
		if (both?.diagnosis.id === undefined || both.key === verdict?.key) {
			// What says nothing by itself and changes nothing: neither part of this failure nor one of its own.
			return verdict !== undefined && wrapped.verdict === undefined;
		}
		if (both.key === wrapped.verdict?.key) return false;
		return add(group, wrapped, both);
	}
	if (!belongs(group, wrapped, wrapped.verdict)) {
		if (!isBroken(group, wrapped, wrapped.verdict)) return false;
		const both = joined();
		return both?.key === wrapped.verdict.key && add(group, wrapped, both);
	}
	const both = joined();
	return add(group, wrapped, both?.diagnosis.id === undefined ? verdict : both);
}

function add(group: Group, wrapped: Wrapped, verdict: Verdict): true {
	group.lines.push(...wrapped.lines);
	group.own.push(wrapped);
	group.keys.add(verdict.key);
	if (wrapped.verdict) group.keys.add(wrapped.verdict.key);
	group.verdict = verdict;
	return true;
}

const textOf = (parts: readonly Wrapped[]) => parts.map(({text}) => text).join('\n');

/** The further members of a body that began before (Microsoft's `error_codes`, `error_uri`). */
const isRest = ({text}: Wrapped) => /error_(?:codes|uri)/.test(text) && !beginsBody.test(text);

const beginsBody = /AADSTS\d|error\\?["']\s*:/i;

/** Whether a line that says something by itself is the same failure told on. */
function belongs(group: Group, wrapped: Wrapped, own: Verdict): boolean {
	const {line} = wrapped;
	const last = group.lines.at(-1);
	const part = group.own.at(-1)?.lines ?? [];
	if (!last) return false;
	// RFC 5321 §4.2.1: all lines of a reply but its last have a hyphen.
	if (part.some(({openReply}) => openReply !== undefined && openReply === line.replyCode)) {
		return true;
	}
	if (/(?:\+|\b334) eyJ/.test(group.own.at(-1)?.text ?? '')) {
		return line.form === 'response' || line.form === 'reply';
	}
	const isAnswered = part.some(({form}) => form === 'response');
	if (line.form === 'bye') return isAnswered && isNear(last, line);
	if (/\b(?:Imap|Pop)Enabled\s*:/i.test(line.text)) return isAnswered;
	// The foot of Google's page.
	if (/\bError [45]\d\d: [a-z_]+$/i.test(line.text)) {
		return group.lines.some(({form}) => form === 'words');
	}
	if (group.keys.has(own.key)) return isSameAgain(group, last, wrapped);
	// The members of a body over several lines: the error by itself, then its description.
	if (line.isStamped || !isOauth(last) || !isOauth(line) || !isNear(last, line)) return false;
	if (isAnother(textOf(group.own), line.text)) return false;
	return own.diagnosis.id === undefined || group.verdict?.diagnosis.id === undefined;
}

/** Whether a sentence was broken before this line, so that its beginning alone was explained by less than all of it. */
function isBroken(group: Group, {line, lines: [first]}: Wrapped, own: Verdict): boolean {
	const last = group.lines.at(-1);
	if (!last || !first || first.number !== last.number + 1) return false;
	if (line.isStamped || (line.form !== 'words' && line.form !== 'exception')) return false;
	return own.stage === group.verdict?.stage && !/[.)}\]]\s*$/.test(last.text);
}

/** A second number, or a second error: no body has two. */
const isAnother = (told: string, text: string) =>
	[/AADSTS\d/i, /error\\?["']\s*:/i].some(part => part.test(told) && part.test(text));

const isNear = (last: LogLine, line: LogLine) => line.number - last.number <= 3;

const isOauth = ({form}: LogLine) => form === 'oauth' || form === 'words';

function isSameAgain(group: Group, last: LogLine, wrapped: Wrapped): boolean {
	if (isRest(wrapped)) return true;
	const {line, text} = wrapped;
	const part = group.own.at(-1)?.lines ?? [];
	if (line.isTranscript && part.some(({isTranscript}) => isTranscript)) {
		return !group.keys.has(newSignIn);
	}
	// A log that tells an answer twice: as it came, and as the result of the command.
	const answer = answerOf(line);
	if (answer !== undefined && !/^[45]\d\d/.test(answer) && answerOf(last) === answer) return true;
	if (/^\s*(?:Caused by|nested exception|\.\.\. \d+ more|at )/.test(line.text)) return true;
	if (line.form === 'exception') return !group.lines.some(({form}) => form === 'exception');
	if (line.form === 'oauth') {
		const isDescription = !/error\\?["']\s*:/i.test(text) && !/AADSTS\d/i.test(textOf(group.own));
		return isDescription && isNear(last, line) && !line.isStamped;
	}
	// Prose goes on in other words; what is told once more is told in the same.
	return line.form === 'words' && !group.lines.some(other => sketch(other.text) === sketch(text));
}

/** A tagged answer; its tag is given once in a connection (RFC 9051 §2.2.1). */
const answerOf = ({form, text}: LogLine) =>
	form === 'response'
		? /(?:^|\n)(?!\*)([^\n]*\d\S* (?:NO|BAD) [^\n]*)$/i.exec(text)?.[1]
		: undefined;

const sketch = (text: string) => text.replace(/[\d.:]+/g, '#').trim();
