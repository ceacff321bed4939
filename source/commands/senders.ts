import {UserError} from '../errors.js';
import {
	isUsableSender,
	missingSenderSettings,
	type Sender,
	senderSettings,
	sendersOfGrant,
} from '../extraview/senders.js';
import {fields} from '../fields.js';
import {parseAddress} from '../parse.js';
import {sendersEvidence} from '../tasks/check-senders.js';
import {readRecord, saveEvidence} from '../tasks/grants.js';
import {type SenderReport, trySenders} from '../tasks/try-senders.js';
import type {ExitCode} from './command.js';
import {fromAddresses} from './from-addresses.js';
import type {Invocation} from './invocation.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** Sends a message from each From address and tells which may be used. */
export async function senders(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, signal, timeoutMs, world} = invocation;
	const [name = ''] = invocation.arguments;
	const given = fromAddresses(options.from, 'senders');
	const recipient = recipientOf(options.to);
	const services = await world.openServices();
	const record = readRecord(services, name);
	const {mailbox} = record.grant;
	const own = sendersOfGrant(record.grant);
	const asked = given.length > 0 ? given : own;
	const chosen = asked.length > 0 ? asked : [{address: mailbox, sources: ['custom'] as const}];
	const reports = await trySenders(
		{services, signal, timeoutMs},
		record,
		{senders: chosen, to: recipient},
		report => {
			if (!isJson) output.print(textOf(report));
		},
	);
	// What failed since nobody has signed in yet says nothing of the addresses.
	const isSignedIn = record.facts.tokens !== undefined || record.grant.flow === 'app-only';
	if (isSignedIn && isSame(chosen, own)) {
		const evidence = sendersEvidence({services}, record, {recipient, found: reports});
		await saveEvidence(services, name, 'senders', evidence);
	}
	const missing = given.length > 0 ? [] : missingSenderSettings(record.grant);
	if (missing.length > 0 && !isJson) output.tell(otherSettings(missing, asked.length === 0));
	if (isJson) output.json({grant: name, to: recipient, senders: reports.map(jsonOf)});
	return reports.every(isUsableSender) ? 0 : 1;
}

function recipientOf(text: string | true | undefined): string {
	const howTo = 'How it is used: mailgrant senders --help';
	const parsed = parseAddress(typeof text === 'string' ? text : '');
	if ('error' in parsed) throw new UserError(`--to: ${parsed.error}`, [howTo], 2);
	if (parsed.value !== undefined) return parsed.value;
	throw new UserError(
		'senders lacks its --to ADDRESS: who gets the messages.',
		['With the mailbox itself as recipient the delivered messages are looked at too.', howTo],
		2,
	);
}

const otherSettings = (missing: readonly string[], isMailboxOnly: boolean) =>
	[
		isMailboxOnly
			? 'Only the mailbox was tried. Look up these in ExtraView, and try each:'
			: 'Not entered for this grant, and not tried. Look these up in ExtraView:',
		...senderSettings
			.filter(({source}) => isMailboxOnly || missing.includes(source))
			.map(({source, field}) => `  --from '${source}=ADDRESS'  ${fields[field].help}`),
	].join('\n');

/** Only what was tried of all that the grant has proves the step. */
const isSame = (tried: readonly Sender[], own: readonly Sender[]) =>
	own.length > 0 &&
	tried.length === own.length &&
	own.every(({address}) =>
		tried.some(other => other.address.toLowerCase() === address.toLowerCase()),
	);

function textOf(report: SenderReport): string {
	const {address, is, sources, summary, repair, diagnosis} = report;
	const settings = sources.filter(source => source !== 'custom').join(', ');
	return [
		`${is.padEnd(9)}  ${address}${settings === '' ? '' : `  (${settings})`}`,
		`  ${summary}`,
		...(is === 'untried' && diagnosis
			? diagnosisLines(diagnosis, '  ')
			: repair.map((step, index) => `  ${index + 1}. ${step}`)),
	].join('\n');
}

const jsonOf = ({address, is, sources, summary, repair, delivered, diagnosis}: SenderReport) => ({
	address,
	settings: sources.filter(source => source !== 'custom'),
	verdict: is,
	ok: isUsableSender({is}),
	summary,
	repair,
	...(delivered && {delivered}),
	...(diagnosis && {diagnosis: diagnosisJson(diagnosis)}),
});
