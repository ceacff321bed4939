import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {taskAdvice} from '../../extraview/properties/check-properties.js';
import type {Task} from '../../extraview/properties/known-keys.js';
import type {FieldName} from '../../grant.js';
import {choose} from '../choose.js';
import {type StepForm, stepForm} from '../form/step-form.js';
import {leftOutLines} from '../format/left-out-lines.js';
import {blank, type Line, line} from '../format/line.js';
import {propertiesLines} from '../format/properties-lines.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {listItem, paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';
import {propertiesBindings} from '../properties-bindings.js';

const fieldNames: Readonly<Record<Task, readonly FieldName[]>> = {
	evmail: ['emailFromAddress', 'evmailFile'],
	batchmail: ['batchmailFile', 'spoolDirectory', 'batchmailLog'],
};

/** The properties of a task: what is in them, what the grant wants there, and the way back into the task. */
export function propertiesPage(props: PageProps, task: Task): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const status = statusOf(task, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const review = state.reviews[task];
	const form: StepForm = stepForm(props, task, fieldNames[task], {
		placeholders: {
			emailFromAddress: 'as the behavior setting holds it',
			evmailFile: 'none: the properties are pasted',
			batchmailFile: 'none: the properties are pasted',
			spoolDirectory: 'not on this host',
			batchmailLog: 'not on this host',
		},
		saveHelp: 'Save the fields, and look again',
	});
	const bindings: readonly Binding[] =
		isLeftOut || status.is === 'waiting'
			? [goOn(task, props)]
			: propertiesBindings(props, {task, review, openForm: form.open});
	return {
		title: stepTitle(task),
		about: aboutOf(state),
		help: stepOf(task).help,
		lines: isLeftOut ? leftOutLines(state, status.summary, columns) : body(),
		footer: form.isEditing ? [...form.lines(columns), ...form.footer(columns)] : [],
		scroll: `scroll:${task}`,
		bindings: form.isEditing ? form.editing : bindings,
		onEdit: form.onEdit,
		form: form.pageForm,
		onPaste:
			form.isEditing || isLeftOut || status.is === 'waiting'
				? undefined
				: text => {
						choose(store, `scroll:${task}`, 0);
						tasks.enterTaskText(task, text);
					},
	};

	function body(): readonly Line[] {
		const isAsking = (review?.report?.questions.length ?? 0) > 0;
		const head = [
			...(review ? [] : paragraph(stepOf(task).why, columns, {tone: 'dim'})),
			statusLine(state, task, now()),
		];
		if (status.is === 'waiting') return head;
		return [
			...head,
			...(review ? [blank, ...propertiesLines(review, columns)] : []),
			...(review || status.is === 'done' ? [] : [blank, ...noText()]),
			...(isAsking ? [] : [blank, ...lookAt()]),
		];
	}

	function noText(): readonly Line[] {
		return paragraph(
			`In ExtraView’s Task Manager open ${stepOf(task).title}, copy all its properties, and paste them here. What is not right is shown before anything is used. m shows a template, e names a file instead.`,
			columns,
		);
	}

	function lookAt(): readonly Line[] {
		const asked = review?.report?.remarks.filter(({level}) => level === 'ask') ?? [];
		return [
			line('To be looked at in ExtraView', 'strong'),
			...[...asked, ...taskAdvice(task)].flatMap(({text}) => listItem(text, columns)),
		];
	}
}
