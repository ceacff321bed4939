import {type AskedAction, openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {stepForm} from '../form/step-form.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {leftOutLines} from '../format/left-out-lines.js';
import {blank, type Line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {addLines, answerLines, appliedLines, hostsLines} from '../format/web-server-lines.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings, goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const id = 'web-server';

/** Whether the redirect URI comes through to Tomcat, and what is missing where it does not. */
export function webServerPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const evidence = record?.evidence[id];
	const run = state.runs[id];
	// While it is asked again, what is known stays in sight.
	const report = reportOf(id, undefined, evidence);
	const status = statusOf(id, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const isFailed = status.is === 'failed' && !run;
	const diagnosis = isFailed ? evidence?.diagnosis : undefined;
	const add = isFailed ? report?.add : undefined;
	const isInFile = diagnosis?.id === 'web-server-not-in-force';
	const form = stepForm(props, id, ['apacheConfig', 'tomcatWorker'], {
		placeholders: {apacheConfig: 'found by itself', tomcatWorker: workerHint()},
		saveHelp: 'Save both, and check again',
	});
	const ask = (action: AskedAction) =>
		store.dispatch({
			type: 'overlay-opened',
			overlay: {type: 'ask', action, grant: record?.grant.name ?? ''},
		});

	const write: Binding = {
		keys: ['enter', 'w'],
		label: 'enter',
		hint: 'write them',
		help: 'Write the missing lines, after a typed word, with a backup and a test',
		run: () => ask('apply-mounts'),
	};
	const canReload = report?.reload !== undefined && !run;
	const reload: Binding = {
		keys: isInFile ? ['enter', 'l'] : ['l'],
		label: isInFile ? 'enter' : 'l',
		...(isInFile || report?.applied ? {hint: 'reload'} : {}),
		help: 'Let Apache read its configuration, after a typed word',
		run: () => ask('reload-web-server'),
	};
	const repair = add ? write : isInFile && canReload ? reload : undefined;
	const reading: readonly Binding[] = isLeftOut
		? [goOn(id, props)]
		: [
				// The repair is spelled out by the lines themselves.
				...checkBindings(id, props, add && diagnosis ? {...diagnosis, fix: []} : diagnosis, {
					hasOwnCopy: add !== undefined,
					repair,
				}),
				...(add
					? [
							{
								keys: ['c'],
								hint: 'copy them',
								help: 'Copy the missing lines',
								run: () => tasks.copy('Mount points', `${add.lines.join('\n')}\n`),
							},
						]
					: []),
				...(canReload && repair !== reload ? [reload] : []),
				...(status.is === 'waiting' || run
					? []
					: [
							{
								keys: ['e'],
								// The line is short, and a failure is more often passed than found by another file.
								...(isFailed && !add ? {} : {hint: 'settings'}),
								help: 'Name Apache’s first file, or the worker of this Tomcat',
								run: form.open,
							},
							...(status.is === 'done'
								? []
								: [
										{
											keys: ['x'],
											hint: 'pass',
											help: 'Pass the step with a reason, where it can’t be seen from this host',
											run: () => ask('pass-web-server'),
										},
									]),
						]),
				...(report?.applied
					? [
							{
								keys: ['b'],
								help: 'Copy the line that puts the old file back',
								run: () => tasks.copy('Way back', report.applied?.undo ?? ''),
							},
						]
					: []),
			];
	return {
		title: stepTitle(id),
		about: aboutOf(state),
		help: stepOf(id).help,
		lines: isLeftOut ? leftOutLines(state, status.summary, columns) : body(),
		footer: form.isEditing ? [...form.lines(columns), ...form.footer(columns)] : [],
		scroll: `scroll:${id}`,
		bindings: form.isEditing ? form.editing : reading,
		onEdit: form.onEdit,
		form: form.pageForm,
		back: run ? 'stop' : 'back',
	};

	function body(): readonly Line[] {
		return [
			...(report ? [] : [...paragraph(stepOf(id).why, columns, {tone: 'dim'}), blank]),
			statusLine(state, id, now()),
			...(report ? [blank, ...answerLines(report, columns)] : []),
			// A failure that lines repair is best seen at their place; any other one in its words.
			...(diagnosis && !add ? [blank, ...diagnosisLines(diagnosis, columns)] : []),
			...(report ? hostsLines(report, columns) : []),
			...(add ? [blank, ...addLines(add, columns)] : []),
			...(report?.applied && !isFailed ? [blank, ...appliedLines(report.applied, columns)] : []),
		];
	}

	function workerHint(): string {
		const workers = report?.workers ?? [];
		return workers.length > 0 ? `one of ${workers.join(', ')}` : 'found by itself';
	}
}
