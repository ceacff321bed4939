import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {openRecord, type TaskReview} from '../checklist/state.js';
import {fitOf} from '../checklist/steps.js';
import {UserError} from '../errors.js';
import type {Task} from '../extraview/properties/known-keys.js';
import {type PropertiesReport, shownReport} from '../extraview/properties/review.js';
import type {PropertiesFile} from '../extraview-port.js';
import type {Services} from '../services.js';
import type {TaskContext} from './context.js';
import {readRecord, saveEvidence} from './grants.js';
import {noticeOf} from './notice-of.js';
import {
	forgetAnswers,
	keepAnswers,
	reviewEvidence,
	reviewProperties,
	reviewSpool,
	spoolPlaceOf,
	writeProperties,
} from './properties.js';
import type {AppStore, Tasks} from './tasks.js';

/** Far beyond any task's properties. */
const longestText = 200_000;

/** A text that was looked at, with all that is needed to give it back. */
type Source = {readonly text: string; readonly file?: PropertiesFile};

/** The verbs of a task's properties. Their text may hold passwords: it is kept among the secrets, or in its own file, and only what may be shown of it comes into the state. */
export function createTaskTexts(
	store: AppStore,
	services: Services,
	{
		context,
		follow,
	}: {
		readonly context: TaskContext;
		readonly follow: (work: () => Promise<void>) => void;
	},
): Pick<
	Tasks,
	| 'enterTaskText'
	| 'reviewTask'
	| 'answerProperty'
	| 'forgetAnswers'
	| 'copyTaskText'
	| 'writeTaskFile'
> {
	let turn: Promise<void> = Promise.resolve();
	/** One after the other, each with the record as it is then: of two looks at a text the later one counts. */
	function withRecord(work: (record: GrantRecord) => Promise<void>) {
		const next = async () => {
			const record = openRecord(store.getState());
			if (record) await work(record);
		};
		turn = turn.then(next, next);
		const mine = turn;
		follow(() => mine);
	}

	async function sourceOf({grant}: GrantRecord, task: Task): Promise<Source | undefined> {
		const path = fileOf(grant, task);
		if (path !== undefined) {
			const file = await services.extraview.readProperties(path);
			return {text: file.text, file};
		}
		const text = services.secrets.read(grant.name).taskTexts?.[task];
		return text === undefined ? undefined : {text};
	}

	const reportOf = (record: GrantRecord, task: Task, {text, file}: Source) =>
		reviewProperties(services, record, {task, text, isPaste: file === undefined});

	/** Looks at what there is. `isNew`: of what was said or found before, nothing holds any longer. */
	async function review(record: GrantRecord, task: Task, {isNew}: {readonly isNew: boolean}) {
		const {name} = record.grant;
		const troubles: TaskReview['troubles'][number][] = [];
		const orTrouble = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
			try {
				return await work();
			} catch (error) {
				if (!(error instanceof UserError)) throw error;
				troubles.push({text: error.message, nextSteps: error.nextSteps});
				return undefined;
			}
		};
		const source = await orTrouble(() => sourceOf(record, task));
		const report = source && reportOf(record, task, source);
		const place = spoolPlaceOf(record.grant, task);
		const spool = place && (await orTrouble(() => reviewSpool(context, record, place)));
		const isEmpty = !report && !spool && troubles.length === 0;
		const path = fileOf(record.grant, task);
		// Another grant may have been opened meanwhile.
		if (openRecord(store.getState())?.grant.name !== name) return;
		store.dispatch({
			type: 'reviewed',
			task,
			review: isEmpty
				? undefined
				: {path, ...(report && {report: shownReport(report)}), spool, troubles},
		});
		if (!report) return;
		const evidence = reviewEvidence(services, record, report);
		if (evidence && (isNew || isBetter(evidence, record, task))) {
			store.dispatch({
				type: 'record-changed',
				record: await saveEvidence(services, name, task, evidence),
			});
		}
	}

	/** A text that is right proves the step; one that is not yet takes back no word of the admin's. */
	function isBetter(evidence: Evidence, record: GrantRecord, task: Task): boolean {
		const before = record.evidence[task];
		if (before?.fits !== fitOf(task, record, services.providers)) return true;
		return before.outcome !== 'said' && before.outcome !== evidence.outcome;
	}

	/** The new text of what is shown; a UserError says why there is none. */
	async function newText(
		record: GrantRecord,
		task: Task,
	): Promise<{readonly source: Source; readonly report: PropertiesReport}> {
		const source = await sourceOf(record, task);
		if (!source) throw new UserError('There is no text yet.', ['Paste the task’s properties.']);
		const report = reportOf(record, task, source);
		if (report.obstacle !== undefined) {
			throw new UserError('The text is not whole.', [report.obstacle]);
		}
		return {source, report};
	}

	return {
		enterTaskText: (task, text) =>
			withRecord(async record => {
				if (text.length > longestText) {
					throw new UserError('That is longer than any task’s properties. Nothing was taken.', [
						'Copy only the properties of the task.',
					]);
				}
				if (fileOf(record.grant, task) !== undefined) {
					throw new UserError('A file is named for this task, so that the paste was not taken.', [
						'To paste instead: press e, and empty the field of the file.',
					]);
				}
				const {name} = record.grant;
				await services.secrets.update(name, secrets => ({
					...secrets,
					taskTexts: {...secrets.taskTexts, [task]: withLineFeeds(text)},
				}));
				await review(readRecord(services, name), task, {isNew: true});
			}),
		reviewTask: task => withRecord(record => review(record, task, {isNew: false})),
		answerProperty: (task, key, meaning) =>
			withRecord(async record => {
				keepAnswers(services, record, task, {[key]: meaning});
				await review(record, task, {isNew: true});
			}),
		forgetAnswers: task =>
			withRecord(async record => {
				const source = await sourceOf(record, task);
				if (!source) return;
				forgetAnswers(services, record, reportOf(record, task, source));
				await review(record, task, {isNew: true});
			}),
		copyTaskText: task =>
			withRecord(async record => {
				const {source, report} = await newText(record, task);
				// A pasted text comes out of the secrets; with changes in it no port knows it again.
				if (!source.file && report.patched !== source.text) {
					const use = {grant: record.grant.name, secret: 'task text', use: 'copied with changes'};
					services.audit(use);
				}
				const copied = await services.terminal.copy(report.patched);
				// It is not shown whole: passwords may stand in it.
				const instead = 'd shows the lines that change, to enter them by hand.';
				store.dispatch({type: 'noticed', notice: noticeOf('New text', copied, instead)});
			}),
		writeTaskFile: task =>
			withRecord(async record => {
				const {source, report} = await newText(record, task);
				if (!source.file) throw new UserError('The text was pasted; there is no file to write.');
				const {backup} = await writeProperties(services, source.file, report);
				await review(readRecord(services, record.grant.name), task, {isNew: true});
				const text = backup ? `Written: ${source.file.path}` : 'The file is as it should be.';
				const nextSteps = backup ? [`The old file: ${backup}`] : [];
				store.dispatch({type: 'noticed', notice: {level: 'fine', text, nextSteps}});
			}),
	};
}

const fileOf = (grant: GrantRecord['grant'], task: Task) =>
	task === 'evmail' ? grant.evmailFile : grant.batchmailFile;

/** Terminals send the line breaks of a paste as carriage returns. */
const withLineFeeds = (text: string) => (text.includes('\n') ? text : text.replaceAll('\r', '\n'));
