import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {OutgoingReport, ServiceReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import {UserError} from '../errors.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {freshToken} from './fresh-token.js';
import {mailSession} from './mail-session.js';
import {sendMessage} from './send-message.js';
import {serviceReport} from './service-report.js';

/** How long a message may take from the outgoing to the incoming service. */
const roundTripMs = 120_000;

/** A real message, and then its way back into the incoming mailbox. */
export async function testOutgoing(
	context: TaskContext,
	record: GrantRecord,
	{recipient, roundTrip}: {readonly recipient?: string; readonly roundTrip: boolean},
	onReport?: (report: OutgoingReport, waitingSince?: number) => void,
): Promise<Evidence> {
	const {services} = context;
	const {grant} = record;
	if (grant.outgoing === 'none') throw new UserError(`${grant.name} has no outgoing mail.`);
	const to = recipient ?? grant.testRecipient ?? grant.mailbox;
	const token = await freshToken(context, record, {isAsked: true});
	const session = mailSession(services, record, 'smtp', token.ok ? token.accessToken : '');
	const about = {
		protocol: 'smtp',
		at: `${session.endpoint.host}:${session.endpoint.port}`,
	} as const;
	const evidence = (service: ServiceReport, more: Partial<OutgoingReport> = {}): Evidence => {
		const diagnosis = service.diagnosis ?? more.roundTrip?.diagnosis;
		return {
			at: services.now(),
			outcome: diagnosis ? 'failed' : 'proved',
			fits: fitOf('outgoing', record, services.providers),
			summary: diagnosis?.title ?? summaryOf(to, more),
			report: {type: 'outgoing', service, recipient: to, ...more},
			diagnosis,
		};
	};
	if (!token.ok) {
		return evidence(
			serviceReport({...about, layers: [], isEnded: true, diagnosis: token.diagnosis}),
		);
	}
	const transcript: string[] = [];
	const sentAt = services.now();
	const message = messageFor(grant.mailbox, to);
	const sent = await sendMessage(
		context,
		record,
		{accessToken: token.accessToken, message},
		{
			signal: context.signal,
			timeoutMs: context.timeoutMs,
			onLine: line => transcript.push(line),
			onLayers(layers) {
				const service = serviceReport({...about, layers, transcript});
				onReport?.({type: 'outgoing', service, recipient: to});
			},
		},
	);
	const facts = tokenFacts(token.accessToken);
	const diagnosis = sent.failure && diagnoseFor(context, record, sent.failure, facts, sent.layers);
	const service = serviceReport({
		...about,
		layers: sent.layers,
		isEnded: true,
		diagnosis,
		transcript,
	});
	const {messageId} = sent;
	// Worth telling only where there was a choice.
	const user = grant.account && !diagnosis ? {user: sent.user} : {};
	const isOwn = to.toLowerCase() === grant.mailbox.toLowerCase();
	if (diagnosis || !messageId || !roundTrip || !isOwn || grant.incoming === 'none') {
		return evidence(service, {messageId, ...user});
	}
	onReport?.({type: 'outgoing', service, recipient: to, messageId}, sentAt);
	const arrived = await services.mail.waitFor(
		mailSession(services, record, grant.incoming, token.accessToken),
		messageId,
		{waitMs: roundTripMs},
		context,
	);
	if (!arrived.ok) {
		const failure = diagnoseFor(context, record, arrived.failure, facts);
		return evidence(service, {messageId, ...user, roundTrip: {ok: false, diagnosis: failure}});
	}
	if (!arrived.value) {
		return evidence(service, {
			messageId,
			...user,
			roundTrip: {ok: false, diagnosis: notArrived(messageId)},
		});
	}
	const seconds = Math.round((services.now() - sentAt) / 100) / 10;
	return evidence(service, {messageId, ...user, roundTrip: {ok: true, seconds}});
}

const messageFor = (from: string, to: string) => ({
	from,
	to,
	subject: 'mailgrant test message',
	text: [
		`This message was sent by mailgrant as ${from}, to prove that a program on this host may`,
		'send with an OAuth2 token. Nothing has to be done with it; it can be deleted.',
		'',
	].join('\n'),
});

function summaryOf(recipient: string, {roundTrip, user}: Partial<OutgoingReport>): string {
	const as = user === undefined ? '' : `, signed in as ${user}`;
	if (roundTrip?.seconds !== undefined) return `round trip in ${roundTrip.seconds} s${as}`;
	return `accepted for ${recipient}${as}`;
}

const notArrived = (messageId: string): Diagnosis => ({
	id: 'round-trip-overdue',
	title: 'The message was sent, but has not arrived',
	cause: `The outgoing service accepted it; in ${roundTripMs / 1000} s it was in neither inbox nor junk folder.`,
	fix: [
		'Look for it in the mailbox by hand; a rule may move it, or a filter may hold it.',
		`Search the message trace of the mail service for its Message-ID: ${messageId}`,
		'Test once more: first deliveries to a new mailbox can take minutes.',
	],
	who: 'admin',
	transient: true,
	confidence: 'possible',
	said: '',
});
