import type {Layer, ServiceReport} from '../checklist/report.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';

/** What the layers so far come to. */
export function serviceReport({
	isEnded = false,
	transcript,
	diagnosis,
	...about
}: {
	readonly protocol: ServiceReport['protocol'];
	readonly at: string;
	readonly layers: readonly Layer[];
	readonly isEnded?: boolean;
	readonly diagnosis?: Diagnosis;
	readonly transcript?: readonly string[];
}): ServiceReport {
	const hasFailed = diagnosis !== undefined || about.layers.some(({status}) => status === 'failed');
	const ended = hasFailed ? 'failed' : 'ok';
	return {
		...about,
		status: isEnded ? ended : 'running',
		ms: about.layers.reduce((sum, {ms = 0}) => sum + ms, 0),
		...(diagnosis && {diagnosis}),
		...(transcript && transcript.length > 0 && {transcript: transcript.slice(-2000)}),
	};
}
