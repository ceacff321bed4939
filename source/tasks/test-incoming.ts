import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {IncomingReport, MailboxFacts, ServiceReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import {counted} from '../counted.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import {UserError} from '../errors.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {freshToken} from './fresh-token.js';
import {mailSession} from './mail-session.js';
import {serviceReport} from './service-report.js';

/** Past authentication to an opened mailbox. */
export async function testIncoming(
	context: TaskContext,
	record: GrantRecord,
	onReport?: (report: IncomingReport) => void,
): Promise<Evidence> {
	const {services} = context;
	const {incoming} = record.grant;
	if (incoming === 'none') throw new UserError(`${record.grant.name} has no incoming mail.`);
	const token = await freshToken(context, record, {isAsked: true});
	const session = mailSession(services, record, incoming, token.ok ? token.accessToken : '');
	const about = {
		protocol: incoming,
		at: `${session.endpoint.host}:${session.endpoint.port}`,
	} as const;
	const evidence = (service: ServiceReport, mailbox?: MailboxFacts): Evidence => ({
		at: services.now(),
		outcome: service.status === 'ok' ? 'proved' : 'failed',
		fits: fitOf('incoming', record, services.providers),
		summary:
			service.diagnosis?.title ??
			(mailbox ? `${counted(mailbox.messages, 'message')} in the mailbox` : ''),
		report: {type: 'incoming', service, mailbox},
		diagnosis: service.diagnosis,
	});
	if (!token.ok) {
		return evidence(
			serviceReport({...about, layers: [], isEnded: true, diagnosis: token.diagnosis}),
		);
	}
	const transcript: string[] = [];
	const result = await services.mail.open(session, {
		signal: context.signal,
		timeoutMs: context.timeoutMs,
		onLine: line => transcript.push(line),
		onLayers(layers) {
			onReport?.({type: 'incoming', service: serviceReport({...about, layers, transcript})});
		},
	});
	const diagnosis =
		result.failure &&
		diagnoseFor(context, record, result.failure, tokenFacts(token.accessToken), result.layers);
	const service = serviceReport({
		...about,
		layers: result.layers,
		isEnded: true,
		diagnosis,
		transcript,
	});
	return evidence(service, result.mailbox);
}
