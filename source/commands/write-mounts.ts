import {counted} from '../counted.js';
import {describeWorkers, type HostVerdict, placeText} from '../extraview/mounts/verdict.js';
import type {MountCheck} from '../tasks/web-server.js';

/** What was found, as lines. */
export function mountLinesOf(url: string, check: MountCheck): readonly string[] {
	if (check.is !== 'apache') return [url, `  ${check.sentence}`, ...numbered(check.nextSteps)];
	const {apache, report} = check;
	const others = apache.configuration.files.length - 1;
	return [
		url,
		`  Apache${apache.version ? ` ${apache.version}` : ''}, ${apache.configFile}${others > 0 ? ` and ${counted(others, 'more file')}` : ''}${apache.isRunning ? '' : ', not running'}`,
		...apache.links.map(({file, target}) => `  ${file} is a link to ${target}`),
		...report.hosts.flatMap(host => ['', ...hostLines(host)]),
		...(report.notes.length + apache.notes.length > 0 ? [''] : []),
		...[...report.notes, ...apache.notes].map(note => `  Note: ${note}`),
		...(report.hosts.some(needsWorker) ? [`  ${describeWorkers(report.workers)}`] : []),
	];
}

function hostLines(host: HostVerdict): readonly string[] {
	const {name, place, isChosen, verdict, insertion, hints} = host;
	return [
		`  ${words[verdict.is].padEnd(10)}${name}  ${placeText(place)}${isChosen ? '  (requests come here)' : ''}`,
		`    ${verdict.sentence}`,
		...(verdict.by ? [`    ${placeText(verdict.by)}: ${verdict.text ?? ''}`] : []),
		...hints.map(hint => `    ${hint}`),
		...(verdict.is === 'blocked' ? numbered(verdict.fix, '    ') : []),
		...(insertion
			? [
					`    ${whereText(insertion.file, insertion.beforeLine)}`,
					...insertion.lines.map(line => `        ${line}`),
				]
			: []),
	];
}

const words: Readonly<Record<HostVerdict['verdict']['is'], string>> = {
	passes: 'ok',
	redirects: 'redirects',
	blocked: 'failed',
};

const whereText = (file: string, beforeLine: number | undefined) =>
	beforeLine === undefined ? `At the end of ${file}:` : `Before ${file}:${beforeLine}:`;

const needsWorker = ({verdict, insertion, place}: HostVerdict) =>
	verdict.is === 'blocked' && verdict.canAdd && !insertion && !place.isFromMacro;

const numbered = (steps: readonly string[], indent = '  ') =>
	steps.map((step, index) => `${indent}${index + 1}. ${step}`);

/** The shape of one instance in `--json`. */
export function mountJson(url: string, ok: boolean, check: MountCheck) {
	if (check.is !== 'apache') {
		const {is, sentence, nextSteps} = check;
		return {url, ok, server: is, sentence, nextSteps};
	}
	const {apache, report} = check;
	return {
		url,
		ok,
		server: 'apache',
		version: apache.version,
		configFile: apache.configFile,
		files: apache.configuration.files,
		links: apache.links,
		running: apache.isRunning,
		workers: report.workers,
		hosts: report.hosts.map(({name, place, isSecure, isChosen, verdict, insertion, hints}) => ({
			name,
			at: placeText(place),
			secure: isSecure,
			chosen: isChosen,
			...verdict,
			...(verdict.by && {by: placeText(verdict.by)}),
			hints,
			...(insertion && {add: insertion}),
		})),
		notes: [...report.notes, ...apache.notes],
	};
}
