import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {ClientReport, ServicesReport} from '../checklist/report.js';
import {UserError} from '../errors.js';
import {checkClient} from '../tasks/check-client.js';
import {checkServices} from '../tasks/check-services.js';
import type {TaskContext} from '../tasks/context.js';
import {saveEvidence} from '../tasks/grants.js';
import {chosenRecords} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import type {Output} from './output.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';
import {createLayerLog, serviceJson, verdictLines} from './write-services.js';

type Checked = {
	readonly record: GrantRecord;
	readonly services: Evidence;
	readonly client?: Evidence;
	/** Why the client could not be verified yet. */
	readonly notVerified?: UserError;
};

/** Every host, then the client; without a sign-in. */
export async function check(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, signal, timeoutMs, world} = invocation;
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	const all: Checked[] = [];
	for (const record of chosenRecords(services, invocation.arguments)) {
		const checked = await checkOne(context, record, isJson ? undefined : output);
		all.push(checked);
		if (!isJson) output.print(textOf(checked, output.isTerminal));
	}
	if (isJson) output.json(all.map(jsonOf));
	return all.every(isOk) ? 0 : 1;
}

/** Layers appear as they end where somebody watches. */
async function checkOne(
	context: TaskContext,
	record: GrantRecord,
	output: Output | undefined,
): Promise<Checked> {
	const {name} = record.grant;
	output?.print(`${name}: hosts, certificates and client`);
	const log = createLayerLog();
	const found = await checkServices(context, record, report => {
		if (output?.isTerminal) for (const line of log(report.services)) output.print(line);
	});
	await saveEvidence(context.services, name, 'services', found);
	try {
		const client = await checkClient(context, record);
		await saveEvidence(context.services, name, 'client', client);
		return {record, services: found, client};
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {record, services: found, notVerified: error};
	}
}

const isOk = ({services, client}: Checked) =>
	services.outcome === 'proved' && client?.outcome !== 'failed';

const servicesOf = ({report}: Evidence): ServicesReport | undefined =>
	report?.type === 'services' ? report : undefined;

const clientOf = (evidence: Evidence | undefined): ClientReport | undefined =>
	evidence?.report?.type === 'client' ? evidence.report : undefined;

function jsonOf(checked: Checked) {
	const report = servicesOf(checked.services);
	const {client, notVerified} = checked;
	return {
		grant: checked.record.grant.name,
		ok: isOk(checked),
		services: (report?.services ?? []).map(service => ({...serviceJson(service), at: service.at})),
		...(report?.clockSeconds !== undefined && {clockSeconds: report.clockSeconds}),
		proxies: report?.proxies ?? [],
		...(client && {
			client: {
				ok: client.outcome === 'proved',
				checks: clientOf(client)?.checks ?? [],
				...(client.diagnosis && {diagnosis: diagnosisJson(client.diagnosis)}),
			},
		}),
		...(notVerified && {notVerified: notVerified.message}),
	};
}

function textOf(checked: Checked, hasLayers: boolean): string {
	const report = servicesOf(checked.services);
	const {client, notVerified} = checked;
	const log = createLayerLog();
	return [
		...(report?.services ?? []).flatMap(service => [
			...(hasLayers ? [] : log([service])),
			...verdictLines(service),
		]),
		...clockLines(report?.clockSeconds),
		...(report?.proxies ?? []).map(proxy => `  proxy in force: ${proxy}`),
		...(clientOf(client)?.checks ?? []).map(
			({name, status, detail}) => `  ${status.padEnd(7)} ${name}: ${detail}`,
		),
		...(client?.diagnosis ? diagnosisLines(client.diagnosis, '    ') : []),
		...(notVerified ? [`  Client not verified: ${notVerified.message}`] : []),
	].join('\n');
}

function clockLines(seconds: number | undefined): string[] {
	if (seconds === undefined) return [];
	if (seconds === 0) return ['  clock: as the provider\u2019s'];
	return [
		`  clock: ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the provider\u2019s`,
	];
}
