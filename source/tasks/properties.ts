import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {
	checkProperties,
	type Remark,
	type Told,
	taskAdvice,
} from '../extraview/properties/check-properties.js';
import {difference} from '../extraview/properties/difference.js';
import {keysOf, type Task} from '../extraview/properties/known-keys.js';
import {patchProperties} from '../extraview/properties/patch-properties.js';
import {type Answers, type Plan, planProperties} from '../extraview/properties/propose.js';
import {type TextFault, textFaults} from '../extraview/properties/text-faults.js';
import {type SpoolReport, spoolReport} from '../extraview/spool.js';
import type {PropertiesFile, SpoolPlace} from '../extraview-port.js';
import type {Services} from '../services.js';
import {contextOf, type TaskContext} from './context.js';

/** What a task's text holds, what is wrong with it, and what it becomes. */
export type PropertiesReport = Plan & {
	readonly task: Task;
	/** The text with the changes in it; secrets of it are as they were, so it is for the clipboard and the file alone. */
	readonly patched: string;
	/** Unified, secrets hidden; empty when nothing changes. */
	readonly difference: string;
	readonly faults: readonly TextFault[];
	readonly remarks: readonly Remark[];
	readonly advice: readonly Remark[];
	/** Why the text must not be written back as it is; undefined when it may. */
	readonly obstacle?: string;
};

/** Reads, checks and patches the text of a task. A paste that stands in it twice is taken once. */
export function reviewProperties(
	services: Services,
	{grant}: GrantRecord,
	{
		task,
		text: given,
		isPaste,
		told = {},
	}: {
		readonly task: Task;
		readonly text: string;
		readonly isPaste: boolean;
		readonly told?: Told;
	},
): PropertiesReport {
	const faults = textFaults(given, keysOf(task));
	const twice = faults.find(fault => fault.type === 'twice');
	const text = isPaste && twice?.type === 'twice' ? twice.once : given;
	const {providers} = services;
	const answers = services.extraview.readAnswers(instanceOf(grant, task));
	const plan = planProperties(text, {task, grant, providers, answers});
	const patched = patchProperties(text, plan.changes);
	const fatal = faults.find(
		({type}) =>
			type !== 'duplicate' && type !== 'byte-order-mark' && !(isPaste && type === 'twice'),
	);
	return {
		...plan,
		task,
		patched,
		difference: difference(text, patched, {before: 'now', after: 'new'}),
		faults,
		remarks: checkProperties(patched, {task, grant, told}),
		advice: taskAdvice(task),
		...(fatal && {obstacle: fatal.message}),
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
