import type {GrantRecord} from '../checklist/grant-record.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import {UserError} from '../errors.js';
import {
	type DeliveredHeaders,
	type Sender,
	type SenderVerdict,
	senderVerdict,
} from '../extraview/senders.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {freshToken} from './fresh-token.js';
import {mailSession} from './mail-session.js';
import {sendMessage} from './send-message.js';

/** How long a message may take to the mailbox before it is left unlooked at. */
const arrivalMs = 60_000;

export type SenderReport = SenderVerdict & Pick<Sender, 'sources'>;

/** Sends one message from each address and says what came of it. Where the recipient is the mailbox itself, the delivered message is looked at. One after the other, since a mailbox may have few connections. Throws UserError when nothing is sent with the grant. */
export async function trySenders(
	context: TaskContext,
	record: GrantRecord,
	{senders, to}: {readonly senders: readonly Sender[]; readonly to: string},
	onVerdict?: (report: SenderReport) => void,
): Promise<readonly SenderReport[]> {
	const {grant} = record;
	if (grant.outgoing === 'none') {
		throw new UserError(`${grant.name} has no outgoing mail, so nothing is sent from any address.`);
	}
	const reports: SenderReport[] = [];
	/** What keeps every address from being tried. */
	let obstacle: Diagnosis | undefined;
	for (const {address, sources} of senders) {
		const verdict = obstacle
			? untried(address, obstacle)
			: await tryOne(context, record, {address, to});
		// The token, the network and the recipient are the same for the next one.
		if (verdict.is === 'untried') obstacle = verdict.diagnosis;
		const report = {...verdict, sources};
		reports.push(report);
		onVerdict?.(report);
	}
	return reports;
}

async function tryOne(
	context: TaskContext,
	record: GrantRecord,
	{address, to}: {readonly address: string; readonly to: string},
): Promise<SenderVerdict> {
	const {signal, timeoutMs} = context;
	const {grant} = record;
	// For each anew: the messages before may have taken longer than a token lasts.
	const token = await freshToken(context, record, {isAsked: true});
	if (!token.ok) return untried(address, token.diagnosis);
	const {accessToken} = token;
	const sent = await sendMessage(
		context,
		record,
		{accessToken, message: messageFrom(address, to)},
		{signal, timeoutMs, onLayers: () => {}},
	);
	if (sent.failure) {
		const {failure} = sent;
		const diagnosis = diagnoseFor(context, record, failure, tokenFacts(accessToken));
		return senderVerdict(address, {is: 'refused', failure, diagnosis}, grant);
	}
	const looked = sent.messageId && (await look(context, record, {to, accessToken}, sent.messageId));
	return senderVerdict(address, {is: 'accepted', ...looked}, grant);
}

/** The message as it was delivered, where it can be seen: in the grant's own mailbox. */
async function look(
	context: TaskContext,
	record: GrantRecord,
	{to, accessToken}: {readonly to: string; readonly accessToken: string},
	messageId: string,
): Promise<{readonly delivered?: DeliveredHeaders}> {
	const {grant} = record;
	const isOwn = to.toLowerCase() === grant.mailbox.toLowerCase();
	if (!isOwn || grant.incoming === 'none') return {};
	const session = mailSession(context.services, record, grant.incoming, accessToken);
	const found = await context.services.mail.headers(
		session,
		messageId,
		{waitMs: arrivalMs},
		context,
	);
	// That it was accepted stays true, whatever the incoming side says.
	return found.ok && found.value ? {delivered: found.value} : {};
}

const untried = (address: string, diagnosis: Diagnosis): SenderVerdict => ({
	address,
	is: 'untried',
	summary: `Nothing is known of it: ${diagnosis.title}.`,
	repair: diagnosis.fix,
	diagnosis,
});

const messageFrom = (from: string, to: string) => ({
	from,
	to,
	subject: 'mailgrant test of a From address',
	text: [
		`This message was sent by mailgrant as ${from}, to see whether ExtraView may use that`,
		'address. Nothing has to be done with it; it can be deleted.',
		'',
	].join('\n'),
});
