import type {Grant} from '../../grant.js';
import type {Providers} from '../../providers/provider.js';
import {checkProperties, type Remark, type Told, taskAdvice} from './check-properties.js';
import {difference} from './difference.js';
import {keysOf, type Task} from './known-keys.js';
import {maskProperties} from './mask-properties.js';
import {patchProperties} from './patch-properties.js';
import {type Answers, type Plan, planProperties} from './propose.js';
import {type TextFault, textFaults} from './text-faults.js';

/** What a task's text holds, what is wrong with it, and what it becomes. */
export type PropertiesReport = Plan & {
	readonly task: Task;
	/** The text with the changes in it; secrets of it are as they were, so it is for the clipboard and the file alone. */
	readonly patched: string;
	/** Whether values stand in the new text that are hidden where it is shown. */
	readonly holdsSecrets: boolean;
	/** Unified, secrets hidden; empty when nothing changes. */
	readonly difference: string;
	readonly faults: readonly TextFault[];
	readonly remarks: readonly Remark[];
	readonly advice: readonly Remark[];
	/** Why the text must not be written back as it is; undefined when it may. */
	readonly obstacle?: string;
};

/** Reads, checks and patches the text of a task. A paste that stands in it twice is taken once. */
export function reviewText(
	given: string,
	{
		task,
		grant,
		providers,
		answers,
		isPaste,
		told,
	}: {
		readonly task: Task;
		readonly grant: Grant;
		readonly providers: Providers;
		readonly answers: Answers;
		readonly isPaste: boolean;
		readonly told: Told;
	},
): PropertiesReport {
	const faults = textFaults(given, keysOf(task));
	const twice = faults.find(fault => fault.type === 'twice');
	const text = isPaste && twice?.type === 'twice' ? twice.once : given;
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
		holdsSecrets: maskProperties(patched) !== patched,
		difference: difference(text, patched, {before: 'now', after: 'new'}),
		faults,
		remarks: checkProperties(patched, {task, grant, told}),
		advice: taskAdvice(task),
		...(fatal && {obstacle: fatal.message}),
	};
}

/** A review as it may be shown and kept in a state: no text of the admin's in which a password may stand. */
export type ShownReport = Omit<PropertiesReport, 'patched' | 'faults'> & {
	readonly faults: readonly Pick<TextFault, 'type' | 'message'>[];
};

export function shownReport({patched: _, faults, ...report}: PropertiesReport): ShownReport {
	return {...report, faults: faults.map(({type, message}) => ({type, message}))};
}
