import type {SenderFinding} from '../../checklist/report.js';
import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {missingSenderSettings, senderSettings, sendersOfGrant} from '../../extraview/senders.js';
import type {FieldName} from '../../grant.js';
import {chosenOf} from '../choose.js';
import {stepForm} from '../form/step-form.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {leftOutLines} from '../format/left-out-lines.js';
import {blank, type Line, line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {senderDetail, senderRow} from '../format/sender-lines.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import type {Page, PageProps} from '../page.js';
import {sendersBindings} from '../senders-bindings.js';

const id = 'senders';
const fieldNames: readonly FieldName[] = [
	...senderSettings.map(({field}) => field),
	'testRecipient',
];

/** A table of From addresses and what the provider makes of each. */
export function sendersPage(props: PageProps): Page {
	const {state, now, columns} = props;
	const record = openRecord(state);
	const evidence = record?.evidence[id];
	const run = state.runs[id];
	const status = statusOf(id, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const mailbox = record?.grant.mailbox ?? '';
	const recipient = record?.grant.testRecipient ?? mailbox;
	const known = status.is === 'stale' || !('evidence' in status) ? undefined : status.evidence;
	const rows = reportOf(id, run, known)?.senders ?? (record ? entered() : []);
	const list = `${id}:${record?.grant.name}`;
	const firstWrong = rows.findIndex(({is}) => is === 'refused' || is === 'rewritten');
	const chosen = chosenOf(state.cursors[list] ?? Math.max(0, firstWrong), rows.length);
	const row = rows[chosen];
	const diagnosis = status.is === 'failed' && !run ? evidence?.diagnosis : undefined;
	const intro = [
		...paragraph(stepOf(id).why, columns, {tone: 'dim'}),
		statusLine(state, id, now()),
		blank,
	];
	const form = stepForm(props, id, fieldNames, {
		placeholders: {testRecipient: mailbox},
		saveHelp: 'Save the addresses; those that are empty are not tried',
	});
	const bindings = form.isEditing
		? form.editing
		: sendersBindings(props, {
				rows,
				chosen,
				list,
				diagnosis,
				isPartly: status.is === 'needs you' && known !== undefined,
				openForm: form.open,
			});
	return {
		title: stepTitle(id),
		about: aboutOf(state),
		help: stepOf(id).help,
		lines: isLeftOut ? leftOutLines(state, status.summary, columns) : body(),
		rows:
			isLeftOut || status.is === 'waiting' || form.isEditing
				? undefined
				: {list, starts: rows.map((_, index) => intro.length + index)},
		footer: form.footer(columns),
		scroll: `scroll:${id}`,
		bindings,
		onEdit: form.onEdit,
		form: form.pageForm,
		back: run ? 'stop' : 'back',
	};

	/** Not tried yet. */
	function entered(): readonly SenderFinding[] {
		if (!record) return [];
		return sendersOfGrant(record.grant).map(({address, sources}) => ({
			address,
			settings: sources,
			is: 'waiting',
			summary: '',
			repair: [],
		}));
	}

	function body(): readonly Line[] {
		if (form.isEditing) {
			return [
				...paragraph('ExtraView’s behavior settings, as they are there:', columns, {tone: 'dim'}),
				blank,
				...form.lines(columns),
			];
		}
		if (rows.length === 0) return [...intro, line('No address is entered yet.')];
		return [
			...intro,
			...rows.map((sender, index) => senderRow(sender, index === chosen, columns)),
			...(row ? senderDetail(row, columns) : []),
			...(diagnosis ? [blank, ...diagnosisLines(diagnosis, columns)] : []),
			...(known?.outcome === 'open' ? [blank, ...missingLines()] : []),
			...(!known && status.is !== 'waiting' && !run
				? [
						blank,
						...paragraph(
							`A message goes out from each, to ${recipient}. It says that it is a test.`,
							columns,
							{tone: 'dim'},
						),
					]
				: []),
		];
	}

	function missingLines(): readonly Line[] {
		const settings = record ? missingSenderSettings(record.grant) : [];
		return paragraph(
			`Not entered: ${settings.join(', ')}. Look them up in ExtraView’s behavior settings. Where they are empty there, y says so.`,
			columns,
			{tone: 'needs you'},
		);
	}
}
