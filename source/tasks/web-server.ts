import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import {UserError} from '../errors.js';
import {checkMounts, type MountReport} from '../extraview/mounts/check-mounts.js';
import {instanceOf} from '../extraview/mounts/instance.js';
import type {ProbeResult} from '../extraview/mounts/judge-web-server.js';
import {probeWords} from '../extraview/mounts/probe-answer.js';
import {pause} from '../pause.js';
import {settingsOf} from '../providers/settings.js';
import {shellQuote} from '../shell-quote.js';
import type {Apache, Applied, FoundServer} from '../web-server-port.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';

/** What web server stands here, and what its Apache does with the redirect URI. */
export type MountCheck =
	| {readonly is: 'apache'; readonly apache: Apache; readonly report: MountReport}
	| Exclude<FoundServer, {readonly is: 'apache'}>;

/** What is looked at: an instance such as https://track.example.com/evj, and what the admin knows better. */
export type MountWish = {
	readonly url: string;
	/** The file that httpd begins with. */
	readonly configFile?: string;
	readonly worker?: string;
};

/** What a grant says of its instance's web server; undefined without a base URL. */
export const mountWish = ({
	extraviewUrl,
	apacheConfig,
	tomcatWorker,
}: GrantRecord['grant']): MountWish | undefined =>
	extraviewUrl === undefined
		? undefined
		: {url: extraviewUrl, configFile: apacheConfig, worker: tomcatWorker};

/** Reads this host's web server for an instance. Throws UserError. */
export async function readMounts(
	{services, ...call}: TaskContext,
	{url, configFile, worker}: MountWish,
): Promise<MountCheck> {
	const instance = instanceOf(url);
	const found = await services.webServer.find({configFile}, call);
	if (found.is !== 'apache') return found;
	const {apache} = found;
	return {is: 'apache', apache, report: checkMounts(apache.configuration, instance, worker)};
}

/** What could be written for the instance; a UserError says why nothing can. */
export function plannedLines({chosen, workers, instance}: MountReport) {
	if (!chosen) {
		throw new UserError(
			`Which virtual host is asked for ${instance.url} can't be told from here, since another server answers on its port.`,
			['Add the lines by hand, to the virtual host that it passes requests on to.'],
		);
	}
	const {verdict, insertion, name} = chosen;
	if (verdict.is === 'passes') return undefined;
	if (insertion) return insertion;
	if (verdict.is === 'blocked' && verdict.canAdd) {
		throw chosen.place.isFromMacro
			? new UserError(`${name} is written by a macro, which other hosts may use too.`, [
					'Add the lines to the macro by hand, or write the virtual host out.',
				])
			: new UserError('Which Tomcat worker the lines belong to is not clear.', [
					workers.length > 0
						? `Name one of ${workers.join(', ')}: --worker NAME`
						: 'Name it: --worker NAME',
				]);
	}
	throw new UserError(`Adding lines to ${name} repairs nothing. ${verdict.sentence}`, [
		...(verdict.is === 'blocked' ? verdict.fix : []),
	]);
}

/** By the address, since root has grants of its own, or none. */
export const applyAsRoot = ({url, configFile, worker}: MountWish): string =>
	[
		...['sudo', 'mailgrant', 'mounts', '--extraview-url', url],
		...(configFile === undefined ? [] : ['--apache-config', configFile]),
		...(worker === undefined ? [] : ['--tomcat-worker', worker]),
		'--apply',
	]
		.map(shellQuote)
		.join(' ');

/** Writes the lines of a check; see `WebServer.apply`. */
export function applyMounts(
	{services, ...call}: TaskContext,
	apache: Apache,
	insertion: NonNullable<ReturnType<typeof plannedLines>>,
	asRoot?: string,
): Promise<Applied> {
	return services.webServer.apply(apache, {...insertion, asRoot}, call);
}

export function reloadWebServer({services, ...call}: TaskContext, apache: Apache): Promise<void> {
	return services.webServer.reload(apache, call);
}

/** A graceful reload lets old processes finish: whoever asks at once may still meet one. */
const reloadTries = 20;
const reloadPauseMs = 250;

/** Reloads, and waits some seconds until the redirect URI is no longer answered as before. */
export async function reloadAndWait(
	context: TaskContext,
	record: GrantRecord,
	apache: Apache,
): Promise<void> {
	await reloadWebServer(context, apache);
	for (let tried = 0; tried < reloadTries; tried++) {
		const probe = await probeRedirect(context, record);
		if ('answer' in probe && probe.answer.kind !== 'not-found') return;
		await pause(reloadPauseMs, context.signal);
	}
}

/** What came back when the redirect URI was asked for. */
export type ProbeReport = ProbeResult & {readonly url: string};

/** Asks for ExtraView's redirect URI from this host. Throws UserError when the grant has no base URL. */
export async function probeRedirect(
	context: TaskContext,
	record: GrantRecord,
): Promise<ProbeReport> {
	const {services, ...call} = context;
	const {network, extraviewRedirectUri: url} = settingsOf(record.grant, services.providers);
	if (url === undefined) {
		throw new UserError(`${record.grant.name} has no ExtraView base URL.`, [
			`Enter it in ${inStep('instance')}, such as https://track.example.com/evj.`,
		]);
	}
	const asked = await services.webServer.probe(url, network, call);
	if (!asked.ok) return {url, diagnosis: diagnoseFor(context, record, asked.failure)};
	return {url, answer: asked.value, words: probeWords(asked.value)};
}
