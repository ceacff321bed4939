import {useWindowSize} from 'ink';
import type {SenderFinding} from '../../checklist/report.js';
import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {senderSettings, sendersOfGrant} from '../../extraview/senders.js';
import type {FieldName} from '../../grant.js';
import {chosenOf, movingIn} from '../choose.js';
import {Screen} from '../components/screen.js';
import {stepForm} from '../form/step-form.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {leftOutLines} from '../format/left-out-lines.js';
import {blank, type Line, line} from '../format/line.js';
import {reportOf} from '../format/reports.js';
import {senderDetail, senderRow} from '../format/sender-lines.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings, goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';

const id = 'senders';
const fieldNames: readonly FieldName[] = [
	...senderSettings.map(({field}) => field),
	'testRecipient',
];

/** A table of From addresses and what the provider makes of each. */
export function Senders(props: ScreenProps) {
	const {state, store, tasks, now} = props;
	const {columns} = useWindowSize();
	const record = openRecord(state);
	const evidence = record?.evidence[id];
	const run = state.runs[id];
	const status = statusOf(id, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const mailbox = record?.grant.mailbox ?? '';
	const recipient = record?.grant.testRecipient ?? mailbox;
	const known = status.is === 'needs you' || status.is === 'stale' ? undefined : evidence;
	const rows = reportOf(id, run, known)?.senders ?? (record ? entered() : []);
	const list = `${id}:${record?.grant.name}`;
	const firstWrong = rows.findIndex(({is}) => is === 'refused' || is === 'rewritten');
	const chosen = chosenOf(state.cursors[list] ?? Math.max(0, firstWrong), rows.length);
	const row = rows[chosen];
	const diagnosis = status.is === 'failed' && !run ? evidence?.diagnosis : undefined;
	const form = stepForm(props, id, fieldNames, {
		placeholders: {testRecipient: mailbox},
		saveHelp: 'Save the addresses; those that are empty are not tried',
	});
	const opening: Binding = {
		keys: ['e'],
		hint: 'addresses',
		help: 'Enter what the behavior settings hold, and who gets the messages',
		run: form.open,
	};
	const practice: readonly Binding[] = tasks.practice
		? [
				{
					keys: ['p'],
					hint: 'practice addresses',
					help: 'Practice: enter what the settings of the practice instance hold',
					run: () => tasks.practice?.fillStep(id),
				},
			]
		: [];
	const repair = row?.repair.slice(0, 9) ?? [];
	const reading: readonly Binding[] = isLeftOut
		? [goOn(id, props)]
		: [
				...(rows.length === 0 && status.is !== 'waiting'
					? [{...opening, keys: ['enter', 'e'], label: 'enter', hint: 'enter addresses'}]
					: [
							...tryBindings(),
							...(run ? [] : [opening]),
							...(rows.length > 1 ? movingIn(store, list, rows.length, chosen) : []),
							...(repair.length === 0 || diagnosis
								? []
								: [
										{
											keys: repair.map((_, index) => String(index + 1)),
											label: repair.length > 1 ? `1-${repair.length}` : '1',
											hint: 'copy',
											help: 'Copy that line of the repair',
											run: (key: string) =>
												tasks.copy(`Line ${key}`, repair[Number(key) - 1] ?? ''),
										},
									]),
						]),
				...(run ? [] : practice),
			];
	return (
		<Screen
			{...props}
			title={stepTitle(id)}
			about={aboutOf(state)}
			help={stepOf(id).help}
			lines={isLeftOut ? leftOutLines(state, status.summary, columns) : body()}
			footer={form.footer(columns)}
			scroll={`scroll:${id}`}
			bindings={form.isEditing ? form.editing : reading}
			onEdit={form.onEdit}
			back={run ? 'stop' : 'back'}
		/>
	);

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

	function tryBindings(): readonly Binding[] {
		if (status.is === 'failed' && !diagnosis && !run) {
			const again = () => tasks.run(id);
			return [
				{
					keys: ['enter', 'r'],
					label: 'enter',
					hint: 'try again',
					help: 'Try all again',
					run: again,
				},
			];
		}
		return checkBindings(id, props, diagnosis, {start: 'send from each', again: 'try again'});
	}

	function body(): readonly Line[] {
		const intro = [
			...paragraph(stepOf(id).why, columns, {tone: 'dim'}),
			statusLine(state, id, now()),
			blank,
		];
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
			...(status.is === 'needs you' && !run
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
}
