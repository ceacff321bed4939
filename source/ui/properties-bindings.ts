import {openRecord, type TaskReview} from '../checklist/state.js';
import {statusOf} from '../checklist/step-status.js';
import type {Task} from '../extraview/properties/known-keys.js';
import {choose} from './choose.js';
import {goOn} from './go-on.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

/** The keys of a task's properties. Enter answers what is asked, then carries the new text back, then goes on. */
export function propertiesBindings(
	props: ScreenProps,
	{
		task,
		review,
		openForm,
	}: {
		readonly task: Task;
		readonly review: TaskReview | undefined;
		readonly openForm: () => void;
	},
): readonly Binding[] {
	const {state, store, tasks} = props;
	const report = review?.report;
	const {is} = statusOf(task, openRecord(state), state.providers);
	// Another text, or another answer, has not been copied.
	const changes = report?.changes.map(({key, value}) => `${key}=${value}`).join() ?? '';
	const copiedList = `${task}:copied:${changes}`;
	const isCopied = state.cursors[copiedList] === 1;
	const isUsable = report !== undefined && report.obstacle === undefined;
	const hasChanges = isUsable && report.changes.length > 0;
	const [question] = isUsable ? report.questions : [];
	const overlay = (show: 'difference' | 'template') => {
		choose(store, 'scroll:properties-text', 0);
		store.dispatch({type: 'overlay-opened', overlay: {type: 'properties', show, task}});
	};
	const copy = () => {
		tasks.copyTaskText(task);
		choose(store, copiedList, 1);
	};
	const write = () => tasks.writeTaskFile(task);
	const answer = (index: number) => {
		const meaning = question?.choices[index]?.meaning;
		if (question && meaning) tasks.answerProperty(task, question.key, meaning);
	};
	return [
		enterBinding(),
		...(tasks.practice && !report
			? [
					{
						keys: ['p'],
						hint: 'practice text',
						help: 'Practice: paste what the task of the practice instance holds',
						run: () => tasks.practice?.fillStep(task),
					},
				]
			: []),
		...(question
			? [
					{
						keys: question.choices.map((_, index) => String(index + 1)),
						label: `1-${question.choices.length}`,
						hint: 'answer',
						help: 'Say what the key holds; it is remembered for the instance',
						run: (key: string) => answer(Number(key) - 1),
					},
				]
			: []),
		...(hasChanges
			? [
					{keys: ['c'], hint: 'copy', help: 'Copy the whole new text', run: copy},
					...(review?.path === undefined
						? []
						: [
								{
									keys: ['w'],
									hint: 'write',
									help: 'Write the new text into its file; the old one is kept beside it',
									run: write,
								},
							]),
					{
						keys: ['d'],
						hint: 'difference',
						help: 'Show what changes, line by line, secrets hidden',
						run: () => overlay('difference'),
					},
				]
			: []),
		{
			keys: ['y'],
			...(isUsable || is === 'done' ? {} : {hint: 'say done'}),
			help: 'Say that the task in ExtraView is as it should be, or take it back',
			run: () => tasks.say(task),
		},
		{
			keys: ['e'],
			hint: 'fields',
			help:
				task === 'evmail'
					? 'Enter EMAIL_FROM_ADDRESS, or name a file with the properties'
					: 'Name a file with the properties, the spool directory and the log',
			run: openForm,
		},
		{
			keys: ['m'],
			...(report ? {} : {hint: 'template'}),
			help: 'Show a template, for want of the task’s own text',
			run: () => overlay('template'),
		},
		...(report?.properties.some(({basis}) => basis === 'answer')
			? [
					{
						keys: ['a'],
						help: 'Ask again for the keys that were answered',
						run: () => tasks.forgetAnswers(task),
					},
				]
			: []),
		...(review ? [again()] : []),
	];

	function again(): Binding {
		return {
			keys: ['r'],
			...(review?.path === undefined ? {} : {hint: 'read again'}),
			help: 'Look again: at the file, the spool directory and the log',
			run: () => tasks.reviewTask(task),
		};
	}

	function enterBinding(): Binding {
		if (question) {
			const guess = Math.max(
				0,
				question.choices.findIndex(({meaning}) => meaning === (question.guess ?? 'keep')),
			);
			return {
				keys: ['enter'],
				hint: `answer ${guess + 1}`,
				help: 'Take the answer that is likely',
				run: () => answer(guess),
			};
		}
		if (is === 'done') return goOn(task, props);
		if (hasChanges && review?.path !== undefined) {
			return {
				keys: ['enter'],
				hint: 'write',
				help: 'Write the new text into its file; the old one is kept beside it',
				run: write,
			};
		}
		if (hasChanges && !isCopied) {
			return {
				keys: ['enter'],
				hint: 'copy new text',
				help: 'Copy the whole new text, to be pasted into the task',
				run: copy,
			};
		}
		if (isUsable) {
			return {
				keys: ['enter'],
				hint: 'saved there',
				help: 'Say that the task in ExtraView has the new text',
				run: () => tasks.say(task),
			};
		}
		return {
			keys: ['enter'],
			hint: 'checklist',
			help: 'Back to the checklist; to go on here, paste the properties',
			run: () => tasks.back(),
		};
	}
}
