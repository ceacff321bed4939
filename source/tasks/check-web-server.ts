import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {AppliedLines, WebServerReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import {counted} from '../counted.js';
import {UserError} from '../errors.js';
import {
	answerOf,
	hostFinding,
	judgeWebServer,
	linesToAdd,
} from '../extraview/mounts/judge-web-server.js';
import {shellQuote} from '../shell-quote.js';
import type {TaskContext} from './context.js';
import {
	type MountCheck,
	mountWish,
	type ProbeReport,
	probeRedirect,
	readMounts,
} from './web-server.js';

/** Asks for ExtraView's redirect URI, and reads the web server of this host for why it does not arrive. Throws UserError when the grant has no base URL. */
export async function checkWebServer(
	context: TaskContext,
	record: GrantRecord,
): Promise<{readonly probe: ProbeReport; readonly evidence: Evidence}> {
	const {services} = context;
	const before = record.evidence['web-server'];
	const [probe, check] = await Promise.all([
		probeRedirect(context, record),
		readableMounts(context, record),
	]);
	const mounts = check.is === 'apache' ? check.report : undefined;
	const report = reportOf(probe, check, appliedOf(before?.report));
	const verdict = judgeWebServer(probe, {
		mounts,
		reload: report.reload,
		otherSteps: check.is === 'apache' ? [] : check.nextSteps,
	});
	const fits = fitOf('web-server', record, services.providers);
	return {probe, evidence: {at: services.now(), fits, ...verdict, report}};
}

type Unread = {
	readonly is: 'unread';
	readonly sentence: string;
	readonly nextSteps: readonly string[];
};

/** A configuration that can't be read is something to be told, and what answers counts all the same. */
async function readableMounts(
	context: TaskContext,
	{grant}: GrantRecord,
): Promise<MountCheck | Unread> {
	try {
		return await readMounts(context, mountWish(grant) ?? {url: ''});
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {is: 'unread', sentence: error.message, nextSteps: error.nextSteps};
	}
}

const appliedOf = (report: Evidence['report']): AppliedLines | undefined =>
	report?.type === 'web-server' ? report.applied : undefined;

function reportOf(
	probe: ProbeReport,
	check: MountCheck | Unread,
	applied: AppliedLines | undefined,
): WebServerReport {
	const common = {
		type: 'web-server',
		url: probe.url.replace(/\?.*$/, ''),
		answer: answerOf(probe),
		...(applied && {applied}),
	} as const;
	if (check.is !== 'apache') {
		return {
			...common,
			server: check.is,
			found: check.sentence,
			hosts: [],
			notes: [],
			workers: [],
		};
	}
	const {apache, report} = check;
	const insertion = report.chosen?.insertion;
	const {reload} = apache.commands;
	return {
		...common,
		server: 'apache',
		found: apacheText(check),
		hosts: report.hosts.map(hostFinding),
		notes: [...report.notes, ...apache.notes],
		workers: report.workers,
		...(insertion && {add: linesToAdd(insertion)}),
		...(reload && apache.isRunning && {reload: reload.map(shellQuote).join(' ')}),
	};
}

function apacheText({apache}: Extract<MountCheck, {readonly is: 'apache'}>): string {
	const {version, configFile, configuration, isRunning} = apache;
	const others = configuration.files.length - 1;
	return [
		`Apache${version ? ` ${version}` : ''}, ${configFile}`,
		others > 0 ? ` and ${counted(others, 'more file')}` : '',
		isRunning ? '' : ', not running',
	].join('');
}
