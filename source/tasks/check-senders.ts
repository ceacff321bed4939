import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {SenderFinding, SendersReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import {counted} from '../counted.js';
import {UserError} from '../errors.js';
import {
	isUsableSender,
	missingSenderSettings,
	type Sender,
	sendersOfGrant,
} from '../extraview/senders.js';
import type {TaskContext} from './context.js';
import {type SenderReport, trySenders} from './try-senders.js';

/** Sends a message from each From address of the grant and keeps what came of it. Throws UserError when it has none. */
export async function checkSenders(
	context: TaskContext,
	record: GrantRecord,
	onReport?: (report: SendersReport) => void,
): Promise<Evidence> {
	const {grant} = record;
	const senders = sendersOfGrant(grant);
	if (senders.length === 0) {
		throw new UserError('No From address is entered yet.', [
			'Look the behavior settings up in ExtraView, then enter what they hold: e.',
		]);
	}
	const recipient = grant.testRecipient ?? grant.mailbox;
	const found: SenderReport[] = [];
	const tell = () =>
		onReport?.({
			type: 'senders',
			recipient,
			senders: [...found.map(finding), ...senders.slice(found.length).map(untold)],
		});
	tell();
	await trySenders(context, record, {senders, to: recipient}, verdict => {
		found.push(verdict);
		tell();
	});
	return sendersEvidence(context, record, {recipient, found});
}

/** What was tried, as evidence of the step. */
export function sendersEvidence(
	{services}: Pick<TaskContext, 'services'>,
	record: GrantRecord,
	{recipient, found}: {readonly recipient: string; readonly found: readonly SenderReport[]},
): Evidence {
	const usable = found.filter(isUsableSender).length;
	const isFine = usable === found.length;
	const left = missingSenderSettings(record.grant);
	const obstacle = found.find(({is}) => is === 'untried')?.diagnosis;
	return {
		at: services.now(),
		outcome: !isFine ? 'failed' : left.length > 0 ? 'open' : 'proved',
		fits: fitOf('senders', record, services.providers),
		summary: obstacle?.title ?? summaryOf(found.length, usable, left.length),
		report: {type: 'senders', recipient, senders: found.map(finding)},
		...(obstacle && {diagnosis: obstacle}),
	};
}

function summaryOf(all: number, usable: number, left: number): string {
	if (usable < all) return `${all - usable} of ${all} may not be used`;
	const words = all === 1 ? '1 may be used' : `all ${all} may be used`;
	if (left === 0) return words;
	return `${words}, ${counted(left, 'setting')} not entered`;
}

const finding = ({address, sources, is, summary, repair}: SenderReport): SenderFinding => ({
	address,
	settings: sources.filter(source => source !== 'custom'),
	is,
	summary,
	repair,
});

/** The first of those that are left is the one that is tried now. */
const untold = ({address, sources}: Sender, index: number): SenderFinding => ({
	address,
	settings: sources.filter(source => source !== 'custom'),
	is: index === 0 ? 'running' : 'waiting',
	summary: '',
	repair: [],
});
