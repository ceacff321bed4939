import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {ServiceReport, ServicesReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import type {Protocol} from '../grant.js';
import type {Endpoint} from '../providers/provider.js';
import {type Network, type Settings, settingsOf} from '../providers/settings.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {serviceReport} from './service-report.js';

type Target =
	| {readonly protocol: Protocol; readonly endpoint: Endpoint; readonly network: Network}
	| {readonly protocol: 'https'; readonly url: string; readonly network: Network};

/** Mail service from here: every chosen mail service and every sign-in host, in parallel, without credentials. */
export async function checkServices(
	context: TaskContext,
	record: GrantRecord,
	onReport?: (report: ServicesReport) => void,
): Promise<Evidence> {
	const {services} = context;
	const settings = settingsOf(record.grant, services.providers);
	// Where nobody signs in, tokens come from one address.
	const isByPerson = record.grant.flow !== 'app-only';
	const targets = targetsOf(
		isByPerson ? settings : {...settings, authorizeUrl: undefined, deviceUrl: undefined},
	);
	const proxies = services.mail.proxies(settings.network, targets.map(hostOf));
	const reports: ServiceReport[] = targets.map(target =>
		serviceReport({protocol: target.protocol, at: hostOf(target), layers: []}),
	);
	const differences: number[] = [];
	const report = (): ServicesReport => ({
		type: 'services',
		services: [...reports],
		clockSeconds: differences[0],
		proxies,
	});
	onReport?.(report());
	await Promise.all(
		targets.map(async (target, index) => {
			const about = {protocol: target.protocol, at: hostOf(target)};
			const transcript: string[] = [];
			const result = await services.mail.probe(target, {
				signal: context.signal,
				timeoutMs: context.timeoutMs,
				onLine: line => transcript.push(line),
				onLayers(layers) {
					reports[index] = serviceReport({...about, layers});
					onReport?.(report());
				},
			});
			if (result.remoteTime !== undefined) {
				// The header has whole seconds: half a one is the middle of what it may mean.
				differences.push(Math.trunc((services.now() - result.remoteTime - 500) / 1000) || 0);
			}
			reports[index] = serviceReport({
				...about,
				layers: result.layers,
				isEnded: true,
				diagnosis:
					result.failure && diagnoseFor(context, record, result.failure, undefined, result.layers),
				transcript,
			});
			onReport?.(report());
		}),
	);
	const failed = reports.filter(({status}) => status === 'failed');
	return {
		at: services.now(),
		outcome: failed.length > 0 ? 'failed' : 'proved',
		fits: fitOf('services', record, services.providers),
		summary: summaryOf(reports, failed),
		report: report(),
		diagnosis: failed[0]?.diagnosis,
	};
}

/** The mail services, then each sign-in host once. */
function targetsOf(settings: Settings): Target[] {
	const {network, services, authorizeUrl, tokenUrl, deviceUrl, metadataUrl} = settings;
	const byHost = new Map<string, string>();
	// The metadata document is made to be read; the other endpoints only answer that they are there.
	for (const url of [metadataUrl, tokenUrl, authorizeUrl, deviceUrl]) {
		if (url && !byHost.has(new URL(url).host)) byHost.set(new URL(url).host, url);
	}
	return [
		...(Object.entries(services) as [Protocol, Endpoint][]).map(([protocol, endpoint]) => ({
			protocol,
			endpoint,
			network,
		})),
		...[...byHost.values()].map(url => ({protocol: 'https' as const, url, network})),
	];
}

export function hostOf(target: {readonly endpoint: Endpoint} | {readonly url: string}): string {
	if ('endpoint' in target) return `${target.endpoint.host}:${target.endpoint.port}`;
	const {hostname, port, protocol} = new URL(target.url);
	return `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`;
}

function summaryOf(reports: readonly ServiceReport[], failed: readonly ServiceReport[]): string {
	const [first] = failed;
	if (first) {
		const others = failed.length > 1 ? `, and ${failed.length - 1} more` : '';
		return `${first.at}: ${first.diagnosis?.title ?? 'does not answer'}${others}`;
	}
	const slowest = Math.max(0, ...reports.map(({ms}) => ms));
	return `all answer, ${reports.length} of ${reports.length}, slowest ${Math.round(slowest)} ms`;
}
