import {openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {diagnosisLines} from '../format/diagnosis-lines.js';
import {layerLines, serviceLine} from '../format/layer-lines.js';
import {blank, line} from '../format/line.js';
import {networkLines} from '../format/network-lines.js';
import {reportOf} from '../format/reports.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {checkBindings, transcriptBindings} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'services';
/** Its cursor is the row that was opened, counted from 1. */
const openedList = 'services:opened';

/** Mail service from here: every mail host and every sign-in host, layer by layer, live. */
export function servicesPage(props: PageProps): Page {
	const {state, store, now, columns} = props;
	const evidence = openRecord(state)?.evidence.services;
	const run = state.runs.services;
	const report = reportOf('services', run, evidence);
	const services = report?.services ?? [];
	const failedAt = services.findIndex(({status}) => status === 'failed');
	const chosen = chosenOf(state.cursors[list] ?? Math.max(0, failedAt), services.length);
	const opened = (state.cursors[openedList] ?? 0) - 1;
	const {is} = statusOf('services', openRecord(state), state.providers);
	const failed = services[chosen]?.diagnosis ? services[chosen] : services[failedAt];
	const diagnosis = run ? undefined : failed?.diagnosis;

	const atWidth = Math.max(0, ...services.map(({at}) => at.length)) + 2;
	const failures = services.filter(({status}) => status === 'failed').length;
	/** Of several that failed only the chosen one is spread out: what it means needs the room. */
	const isOpen = (index: number) => {
		const status = services[index]?.status;
		if (index === opened || status === 'running') return true;
		return status === 'failed' && (index === chosen || failures === 1);
	};
	const rows = services.map((service, index) => [
		serviceLine(service, {
			width: columns,
			atWidth,
			isChosen: index === chosen && services.length > 1,
		}),
		...(isOpen(index) ? layerLines(service.layers, columns) : []),
	]);
	const intro = [...paragraph(stepOf('services').why, columns, {tone: 'dim'}), blank];
	const lines = [
		...intro,
		...(services.length > 0 ? rows.flat() : [statusLine(state, 'services', now())]),
		blank,
		...(report ? networkLines(report, columns) : []),
		...(diagnosis ? [blank, ...diagnosisLines(diagnosis, columns)] : []),
		...(is === 'stale' && !run
			? [line('Hosts or ports have changed since; check again.', 'needs you')]
			: []),
	];
	const startOf = (row: number) => intro.length + rows.slice(0, row).flat().length;
	const bindings: readonly Binding[] = [
		...checkBindings('services', props, diagnosis),
		...(services.length === 0
			? []
			: [
					{
						keys: ['space'],
						hint: opened === chosen ? 'close' : 'layers',
						help: 'Show or hide the layers of the chosen host',
						run: () => choose(store, openedList, opened === chosen ? 0 : chosen + 1),
					},
				]),
		...(services.length > 1 ? movingIn(store, list, services.length, chosen) : []),
		...transcriptBindings('services', props),
	];
	return {
		title: stepTitle('services'),
		about: aboutOf(state),
		help: stepOf('services').help,
		lines,
		rows: {
			list,
			starts: services.map((_, index) => startOf(index)),
			end: startOf(services.length),
			names: services.map(({protocol, at}) => `${protocol} ${at}`),
		},
		focus: startOf(chosen),
		scroll: 'scroll:services',
		bindings,
		back: run ? 'stop' : 'back',
	};
}
