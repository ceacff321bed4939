import {checkWebServer} from '../tasks/check-web-server.js';
import type {TaskContext} from '../tasks/context.js';
import {readRecord, saveEvidence} from '../tasks/grants.js';
import type {ProbeReport} from '../tasks/web-server.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** Asks for ExtraView's redirect URI and says who answered. */
export async function probe(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, signal, timeoutMs, world} = invocation;
	const [name = ''] = invocation.arguments;
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	const {probe: report, evidence} = await checkWebServer(context, readRecord(services, name));
	await saveEvidence(services, name, 'web-server', evidence);
	if (isJson) output.json({grant: name, ok: isOk(report), ...jsonOf(report)});
	else output.print(linesOf(report).join('\n'));
	return isOk(report) ? 0 : 1;
}

const isOk = (report: ProbeReport) => 'words' in report && report.words.ok;

function jsonOf(report: ProbeReport) {
	if ('diagnosis' in report) {
		return {url: report.url, diagnosis: diagnosisJson(report.diagnosis)};
	}
	const {ok: _ok, ...words} = report.words;
	return {...report.answer, ...words, page: report.answer.title};
}

function linesOf(report: ProbeReport): readonly string[] {
	if ('diagnosis' in report) return [report.url, ...diagnosisLines(report.diagnosis, '  ')];
	const {answer, words} = report;
	const seen = [`HTTP ${answer.status}`, answer.server, answer.title && `"${answer.title}"`];
	return [
		report.url,
		`  ${words.ok ? 'ok    ' : 'failed'}  ${words.title}`,
		`  ${words.sentence}`,
		`  Seen: ${seen.filter(part => part !== undefined && part !== '').join(', ')}`,
		...words.fix.map((step, index) => `  ${index + 1}. ${step}`),
	];
}
