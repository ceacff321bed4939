import {clean} from '../clean.js';
import type {Remark} from '../extraview/properties/check-properties.js';
import type {PropertyPlan, Question} from '../extraview/properties/propose.js';
import type {PropertiesReport} from '../extraview/properties/review.js';
import type {SpoolReport} from '../extraview/spool.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** What became of the file. */
export type Written = {readonly path: string; readonly backup?: string};

type More = {readonly spool?: SpoolReport; readonly written?: Written};

/** The shape of a review in `--json`. Of the text only keys and values that are no secrets. */
export function propertiesJson(grant: string, report: PropertiesReport, {spool, written}: More) {
	const {task, faults, properties, questions, difference, remarks, advice, obstacle} = report;
	return {
		grant,
		task,
		ok: obstacle === undefined && remarks.every(({level}) => level !== 'wrong'),
		// Without the text that a fault may carry: it has secrets.
		faults: faults.map(({type, message}) => ({type, message})),
		properties: properties.map(({isSecret, ...property}) => ({...property, secret: isSecret})),
		questions,
		difference,
		remarks,
		advice: advice.map(({text}) => text),
		...(written && {written}),
		...(spool && {spool: spoolJson(spool)}),
	};
}

function spoolJson({newestError, ...spool}: SpoolReport) {
	return {
		...spool,
		...(newestError && {
			newestError: {line: newestError.line, diagnosis: diagnosisJson(newestError.diagnosis)},
		}),
	};
}

/** The same for a person. */
export function propertiesText(report: PropertiesReport, {spool, written}: More): string {
	const {faults, properties, questions, difference, remarks, advice} = report;
	const parts: readonly (readonly string[])[] = [
		faults.length === 0 ? [] : ['The text', ...faults.map(({message}) => `  ! ${message}`)],
		properties.length === 0 ? [] : ['Keys', ...properties.map(propertyLine)],
		['Change', ...changeLines(difference, written)],
		remarks.length === 0 ? [] : ['Checked', ...remarks.map(remarkLine)],
		questions.length === 0 ? [] : questionLines(questions),
		['To be looked at in ExtraView', ...advice.map(({text}) => `  - ${text}`)],
		spool ? spoolLines(spool) : [],
	];
	return parts
		.filter(part => part.length > 0)
		.map(part => part.join('\n'))
		.join('\n\n');
}

const bases: Readonly<Record<PropertyPlan['basis'], string>> = {
	manual: 'known',
	answer: 'answered',
	probably: 'probably',
	unknown: 'not known',
};

function propertyLine({key, value, isSecret, basis, meaning, proposed}: PropertyPlan): string {
	if (isSecret && basis === 'unknown')
		return `  ${clean(key, 80)} = ${value}  (a secret; it stays)`;
	const what = meaning === undefined || meaning === 'keep' ? '' : ` ${meaning}`;
	const change = proposed === undefined ? '' : ` → ${proposed}`;
	return `  ${clean(key, 80)} = ${clean(value, 120)}${change}  (${bases[basis]}${what})`;
}

function changeLines(difference: string, written: Written | undefined): readonly string[] {
	if (difference === '') return ['  Nothing changes.'];
	return [
		...difference.split('\n').map(line => `  ${line}`),
		...(written?.backup
			? [`  Written: ${written.path}`, `  The old file: ${written.backup}`]
			: ['  Not written.']),
	];
}

const marks: Readonly<Record<Remark['level'], string>> = {
	wrong: 'wrong',
	trap: 'trap ',
	ask: 'look ',
	fine: 'ok   ',
};

const remarkLine = ({level, text}: Remark) => `  ${marks[level]}  ${text}`;

function questionLines(questions: readonly Question[]): readonly string[] {
	return [
		'Not known; say it once with --answer KEY=MEANING,KEY=MEANING and it is remembered',
		...questions.map(({key, text, choices, guess}) => {
			const all = choices.map(({meaning}) =>
				meaning === guess ? `${meaning} (probably)` : meaning,
			);
			return `  ${clean(key, 80)}: ${clean(text, 200)} ${all.join(', ')}`;
		}),
	];
}

function spoolLines({summary, logPath, newestError}: SpoolReport): readonly string[] {
	return [
		'Spool',
		`  ${summary}`,
		...(logPath && !newestError ? [`  No error stands at the end of ${logPath}.`] : []),
		...(newestError
			? [`  Newest error: ${newestError.line}`, ...diagnosisLines(newestError.diagnosis, '  ')]
			: []),
	];
}
