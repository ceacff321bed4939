import type {Evidence} from '../../checklist/evidence.js';
import type {Report, ServiceReport} from '../../checklist/report.js';
import type {Run} from '../../checklist/state.js';

/** What is known now: of the run while it runs, else of the last time. */
export function reportOf<Type extends Report['type']>(
	type: Type,
	run: Run | undefined,
	evidence: Evidence | undefined,
): Extract<Report, {type: Type}> | undefined {
	const report = run ? ('report' in run ? run.report : undefined) : evidence?.report;
	return report?.type === type ? (report as Extract<Report, {type: Type}>) : undefined;
}

/** The dialogues of a step, host after host. */
export function transcriptOf(
	run: Run | undefined,
	evidence: Evidence | undefined,
): {readonly at: string; readonly lines: readonly string[]} {
	const services = servicesOf(run && 'report' in run ? run.report : evidence?.report);
	const spoken = services.filter(({transcript}) => transcript && transcript.length > 0);
	return {
		at: spoken.map(({at}) => at).join(', '),
		lines: spoken.flatMap(({at, protocol, transcript = []}, index) => [
			...(spoken.length > 1 ? [...(index > 0 ? [''] : []), `${protocol} ${at}`] : []),
			...transcript,
		]),
	};
}

function servicesOf(report: Report | undefined): readonly ServiceReport[] {
	switch (report?.type) {
		case 'services':
			return report.services;
		case 'incoming':
		case 'outgoing':
			return [report.service];
		case 'client':
		case 'sign-in':
		case 'web-server':
		case 'senders':
		case undefined:
			return [];
	}
}
