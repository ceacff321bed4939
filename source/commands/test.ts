import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {RoundTripReport, ServiceReport} from '../checklist/report.js';
import {UserError} from '../errors.js';
import type {TaskContext} from '../tasks/context.js';
import {createEvidenceKeeper, type EvidenceKeeper} from '../tasks/evidence-keeper.js';
import {testIncoming} from '../tasks/test-incoming.js';
import {testOutgoing} from '../tasks/test-outgoing.js';
import {utcTime} from '../text/utc.js';
import {atMost} from './at-most.js';
import {chosenRecords} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {refuseContradictions, type Wish, wishOf} from './test-wish.js';
import {diagnosisLines, diagnosisOf} from './write-diagnosis.js';
import {createLayerLog, serviceJson, verdictLines} from './write-services.js';

type Tested = {
	readonly record: GrantRecord;
	readonly services: readonly ServiceReport[];
	readonly roundTrip?: RoundTripReport;
	/** What was found beside the layers, one line each. */
	readonly facts: readonly string[];
};

/** Grants that are tested at the same time. */
const concurrency = 4;

/** Opens mailboxes and sends messages, with the tokens that programs get. */
export async function test(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, signal, timeoutMs, world} = invocation;
	const wish = wishOf(invocation.options);
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	const records = chosenRecords(services, invocation.arguments);
	refuseContradictions(invocation, records, wish);
	const watch = isJson || !output.isTerminal ? undefined : output.print;
	const keeper = createEvidenceKeeper(services);
	const all = await atMost(concurrency, records, async record => {
		const tested = await testOne({...context, keeper}, record, wish, watch);
		if (!isJson) output.print(textOf(tested, watch !== undefined));
		else if (tested.roundTrip?.diagnosis) {
			output.tell(diagnosisLines(tested.roundTrip.diagnosis).join('\n'));
		}
		// Of hundreds of mailboxes no more is kept than is printed at the end.
		return {isFine: isOk(tested), json: isJson ? jsonOf(tested) : undefined};
	}).finally(keeper.flush);
	if (isJson) output.json(all.map(({json}) => json));
	return all.every(({isFine}) => isFine) ? 0 : 1;
}

/** One direction after the other, since both want the same token. */
async function testOne(
	{keeper, ...context}: TaskContext & {readonly keeper: EvidenceKeeper},
	record: GrantRecord,
	wish: Wish,
	watch: ((line: string) => void) | undefined,
): Promise<Tested> {
	const {name, incoming, outgoing, mailbox} = record.grant;
	const log = createLayerLog();
	const onReport = ({service}: {readonly service: ServiceReport}) => {
		for (const line of log([service])) watch?.(`  ${name}${line.slice(1)}`);
	};
	// Without a sign-in nothing was tested: the steps go on waiting for it.
	const keep = async (step: 'incoming' | 'outgoing', evidence: Evidence) => {
		const isReady = record.facts.tokens || record.grant.flow === 'app-only';
		if (isReady) await keeper.add(name, step, evidence);
	};
	const services: ServiceReport[] = [];
	const facts: string[] = [];
	let roundTrip: RoundTripReport | undefined;
	if (wish.incoming && incoming !== 'none') {
		const evidence = await attempted(incoming, () => testIncoming(context, record, onReport));
		if ('service' in evidence) services.push(evidence.service);
		else {
			await keep('incoming', evidence);
			if (evidence.report?.type === 'incoming') {
				services.push(evidence.report.service);
				const newest = evidence.report.mailbox?.newest;
				if (evidence.outcome === 'proved') facts.push(evidence.summary);
				if (newest)
					facts.push(
						`newest: ${newest.subject}${newest.date ? `, ${utcTime(Date.parse(newest.date))}` : ''}`,
					);
			}
		}
	}
	if (wish.outgoing && outgoing !== 'none') {
		// The grant's own recipient may be elsewhere, from where nothing comes back.
		const recipient = wish.recipient ?? (wish.roundTrip ? mailbox : undefined);
		const evidence = await attempted(outgoing, () =>
			testOutgoing(context, record, {recipient, roundTrip: wish.roundTrip}, onReport),
		);
		if ('service' in evidence) services.push(evidence.service);
		else {
			await keep('outgoing', evidence);
			if (evidence.report?.type === 'outgoing') {
				services.push(evidence.report.service);
				roundTrip = evidence.report.roundTrip;
				if (evidence.outcome === 'proved') facts.push(evidence.summary);
			}
		}
		if (wish.roundTrip && incoming === 'none') {
			facts.push('round trip left out: there is no incoming mail to find the message in');
		}
	}
	return {record, services, roundTrip, facts};
}

/** What a task refuses to begin with is a failed service like others. */
async function attempted(
	protocol: ServiceReport['protocol'],
	task: () => Promise<Evidence>,
): Promise<Evidence | {readonly service: ServiceReport}> {
	try {
		return await task();
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		const diagnosis = diagnosisOf(error);
		return {service: {protocol, at: '', status: 'failed', ms: 0, layers: [], diagnosis}};
	}
}

const isOk = ({services, roundTrip}: Tested) =>
	services.every(({status}) => status === 'ok') && roundTrip?.ok !== false;

function jsonOf(tested: Tested) {
	const {record, services, roundTrip} = tested;
	return {
		grant: record.grant.name,
		ok: isOk(tested),
		services: services.map(serviceJson),
		...(roundTrip && {
			roundTrip: {
				ok: roundTrip.ok,
				...(roundTrip.seconds !== undefined && {seconds: roundTrip.seconds}),
			},
		}),
	};
}

function textOf(tested: Tested, hasLayers: boolean): string {
	const {record, services, roundTrip, facts} = tested;
	const log = createLayerLog();
	return [
		`${record.grant.name}: ${isOk(tested) ? 'ok' : 'failed'}`,
		...services.flatMap(service => [
			...(hasLayers ? [] : log([service])),
			...verdictLines(service),
		]),
		...facts.map(fact => `  ${fact}`),
		...(services.length === 0 ? ['  nothing of it was asked for'] : []),
		...(roundTrip?.diagnosis ? diagnosisLines(roundTrip.diagnosis, '    ') : []),
	].join('\n');
}
