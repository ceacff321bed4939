import type {TaskReview} from '../../checklist/state.js';
import {counted} from '../../counted.js';
import type {Remark} from '../../extraview/properties/check-properties.js';
import type {PropertyPlan, Question} from '../../extraview/properties/propose.js';
import type {ShownReport} from '../../extraview/properties/review.js';
import type {Tone} from '../theme.js';
import {diagnosisLines} from './diagnosis-lines.js';
import {blank, cell, cutSpan, type Line, line} from './line.js';
import {paragraph} from './wrap.js';

/** What of a task's text needs somebody: faults, values that change, the question that is asked now, what is to be looked at. */
export function propertiesLines(review: TaskReview, width: number): readonly Line[] {
	const {report, path, troubles, spool} = review;
	const isAsking = (report?.questions.length ?? 0) > 0;
	return [
		...troubles.flatMap(({text, nextSteps}) => [
			...paragraph(text, width, {tone: 'failed'}),
			...nextSteps.flatMap(step => paragraph(step, width, {indent: 2})),
		]),
		...(report ? reportLines(report, path, width) : []),
		...(spool ? [blank, ...spoolLines(spool, isAsking, width)] : []),
	];
}

function reportLines(
	{properties, faults, questions, remarks}: ShownReport,
	path: string | undefined,
	width: number,
): readonly Line[] {
	const changing = properties.filter(isChanging);
	const others = properties.length - changing.length;
	const [question] = questions;
	const wanting = remarks.filter(({level}) => level !== 'ask');
	return [
		...paragraph(path ?? 'As it was pasted', width, {tone: 'dim'}),
		...faults.flatMap(({message}) => paragraph(message, width, {tone: 'failed'})),
		...changing.flatMap(property => changeLines(property, width)),
		line(`  ${othersText(others, changing.length)}`, 'dim'),
		...(question ? [blank, ...questionLines(question, questions.length, width)] : []),
		...(wanting.length > 0
			? [blank, ...wanting.flatMap(remark => remarkLines(remark, width))]
			: []),
	];
}

/** Certain enough to be written: by its name alone nothing is. */
const isChanging = ({proposed, basis}: PropertyPlan) =>
	proposed !== undefined && (basis === 'manual' || basis === 'answer');

function othersText(others: number, changing: number): string {
	if (changing === 0) return `${counted(others, 'key')}; nothing changes`;
	return counted(others, 'other key stays as it is', 'other keys stay as they are');
}

const keyWidth = 26;

function changeLines({key, value, proposed = ''}: PropertyPlan, width: number): readonly Line[] {
	const room = Math.max(10, width - keyWidth - 2);
	return [
		[
			{text: '  '},
			cell(key, keyWidth, 'strong'),
			{...cutSpan(value === '' ? '(empty)' : value, room), tone: 'dim'},
		],
		[
			{text: ' '.repeat(keyWidth), said: `  ${key} `},
			{text: '→ ', tone: 'key', said: 'becomes '},
			{...cutSpan(proposed, room), tone: 'done'},
		],
	];
}

/** One at a time; the number answers it. */
function questionLines(
	{key, value, text, guess, choices}: Question,
	left: number,
	width: number,
): readonly Line[] {
	return [
		...paragraph(left > 1 ? `${text} (${left} questions)` : text, width, {tone: 'needs you'}),
		[
			{text: '  '},
			cell(key, keyWidth, 'strong'),
			{text: value === '' ? '(empty)' : value, tone: 'dim'},
		],
		...choices.map(
			(choice, index): Line => [
				{text: `  ${index + 1}  `, tone: 'key'},
				cell(meaningWords[choice.meaning], 22, choice.meaning === guess ? 'strong' : 'plain'),
				{text: choice.value ?? ''},
			],
		),
	];
}

const meaningWords: Readonly<Record<Question['choices'][number]['meaning'], string>> = {
	keep: 'leave it as it is',
	mailbox: 'the mailbox',
	'token-name': 'the Email Token Name',
	host: 'the mail server',
	port: 'its port',
	'host-and-port': 'server and port',
};

const levels: Readonly<Record<Remark['level'], {readonly word: string; readonly tone: Tone}>> = {
	wrong: {word: 'wrong', tone: 'failed'},
	trap: {word: 'careful', tone: 'needs you'},
	ask: {word: 'look', tone: 'dim'},
	fine: {word: 'ok', tone: 'done'},
};

function remarkLines({level, text}: Remark, width: number): readonly Line[] {
	const {word, tone} = levels[level];
	return paragraph(text, width, {indent: 11, first: [{text: '  '}, cell(word, 9, tone)]});
}

/** What it says at length waits until nothing is asked. */
function spoolLines(
	{summary, newestError, logPath}: NonNullable<TaskReview['spool']>,
	isBrief: boolean,
	width: number,
): readonly Line[] {
	const first = paragraph(`Spool: ${summary}`, width);
	if (isBrief) return first;
	return [
		...first,
		...(logPath && !newestError
			? paragraph(`No error stands at the end of ${logPath}.`, width, {tone: 'dim'})
			: []),
		...(newestError
			? [
					...paragraph(`Newest error of its log: ${newestError.line}`, width, {tone: 'dim'}),
					blank,
					...diagnosisLines(newestError.diagnosis, width, {hasDigits: false}),
				]
			: []),
	];
}
