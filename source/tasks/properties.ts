import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {fitOf, stepOf} from '../checklist/steps.js';
import {clean} from '../clean.js';
import {counted} from '../counted.js';
import {UserError} from '../errors.js';
import type {Told} from '../extraview/properties/check-properties.js';
import type {Task} from '../extraview/properties/known-keys.js';
import type {Answers} from '../extraview/properties/propose.js';
import {type PropertiesReport, reviewText} from '../extraview/properties/review.js';
import {type SpoolReport, spoolReport} from '../extraview/spool.js';
import type {PropertiesFile, SpoolPlace} from '../extraview-port.js';
import type {Services} from '../services.js';
import {contextOf, type TaskContext} from './context.js';

/** Reads, checks and patches the text of a task, with what was answered for its instance. */
export function reviewProperties(
	services: Services,
	{grant}: GrantRecord,
	{
		task,
		text,
		isPaste,
		told = {emailFromAddress: grant.emailFromAddress},
	}: {
		readonly task: Task;
		readonly text: string;
		readonly isPaste: boolean;
		readonly told?: Told;
	},
): PropertiesReport {
	const {providers} = services;
	const answers = services.extraview.readAnswers(instanceOf(grant, task));
	return reviewText(text, {task, grant, providers, answers, isPaste, told});
}

/** What a review says of the step; undefined where the text is not whole, which says nothing of the task. */
export function reviewEvidence(
	services: Services,
	record: GrantRecord,
	{task, obstacle, changes, questions, properties, remarks}: PropertiesReport,
): Evidence | undefined {
	if (obstacle !== undefined) return undefined;
	const about = {at: services.now(), fits: fitOf(task, record, services.providers)};
	const wrong = remarks.filter(({level}) => level === 'wrong');
	const [first] = wrong;
	if (first) {
		return {
			...about,
			outcome: 'failed',
			summary: first.key ? `${clean(first.key, 60)} is wrong` : first.text,
			diagnosis: {
				id: 'extraview-properties-wrong',
				title: `${stepOf(task).title} would not work like this`,
				cause: wrong.map(({text}) => text).join(' '),
				fix: [
					'Set it right in ExtraView, then paste the properties again; a setting is entered with e.',
				],
				who: 'you',
				transient: false,
				confidence: 'certain',
				said: '',
			},
		};
	}
	const left = [
		...(changes.length > 0
			? [counted(changes.length, 'value to carry over', 'values to carry over')]
			: []),
		...(questions.length > 0 ? [counted(questions.length, 'question', 'questions')] : []),
	];
	if (left.length > 0) return {...about, outcome: 'open', summary: left.join(', ')};
	return {
		...about,
		outcome: 'proved',
		summary: `${counted(properties.length, 'property', 'properties')}, as this grant wants them`,
	};
}

/** Keeps what the admin said of keys, for this instance and task. */
export function keepAnswers(
	services: Services,
	{grant}: GrantRecord,
	task: Task,
	answers: Answers,
): void {
	services.extraview.writeAnswers(instanceOf(grant, task), answers);
}

/** Takes back what was answered for the keys of a text, so that they are asked for again. */
export function forgetAnswers(
	services: Services,
	{grant}: GrantRecord,
	{task, properties}: Pick<PropertiesReport, 'task' | 'properties'>,
): void {
	const answered = properties.filter(({basis}) => basis === 'answer').map(({key}) => key);
	services.extraview.forgetAnswers(instanceOf(grant, task), answered);
}

/** Writes a reviewed text in the place of the file that it was made from. Throws UserError when the text is cut or broken. */
export async function writeProperties(
	services: Services,
	file: PropertiesFile,
	{patched, obstacle}: Pick<PropertiesReport, 'patched' | 'obstacle'>,
): Promise<{readonly backup?: string}> {
	if (obstacle !== undefined) {
		throw new UserError('Nothing was written: the text is not whole.', [obstacle]);
	}
	if (patched === file.text) return {};
	return services.extraview.writeProperties(file, patched);
}

/** Where BatchMail's mails wait, as far as the grant names it. */
export function spoolPlaceOf(
	{spoolDirectory, batchmailLog}: GrantRecord['grant'],
	task: Task,
): SpoolPlace | undefined {
	if (task !== 'batchmail' || spoolDirectory === undefined) return undefined;
	return {directory: spoolDirectory, ...(batchmailLog !== undefined && {log: batchmailLog})};
}

/** What waits and what failed in BatchMail's directory, the newest error of its log explained. */
export async function reviewSpool(
	{services, signal}: TaskContext,
	record: GrantRecord,
	place: SpoolPlace,
): Promise<SpoolReport> {
	const facts = await services.extraview.readSpool(place, signal);
	return spoolReport(facts, contextOf(services, record), services.now());
}

/** Answers hold for an instance, whichever grant they were given for. */
const instanceOf = ({extraviewUrl, name}: GrantRecord['grant'], task: Task) =>
	`${extraviewUrl ?? `grant ${name}`} ${task}`;
