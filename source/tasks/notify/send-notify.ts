import type {GrantRecord} from '../../checklist/grant-record.js';
import {clean} from '../../clean.js';
import {tokenFacts} from '../../diagnosis/token-facts.js';
import {UserError} from '../../errors.js';
import type {SendResult} from '../../mail-port.js';
import type {NotifyMail} from '../../notify/notify-mail.js';
import type {NotifySettings, Tried} from '../../notify/notify-state.js';
import type {NotifySent} from '../../notify/told-admin.js';
import type {TaskContext} from '../context.js';
import {diagnoseFor} from '../diagnose-for.js';
import {freshToken} from '../fresh-token.js';
import {sendMessage} from '../send-message.js';

type Message = Parameters<TaskContext['services']['mail']['send']>[1];
type Way = {
	readonly name: string;
	readonly from: string;
	/** Gives why it was not taken. */
	readonly send: (message: Message) => Promise<string | undefined>;
};

/** One message for each recipient, by the first way that takes it. */
export async function sendNotify(
	context: TaskContext,
	{
		settings,
		ways: grants,
		mailFor,
	}: {
		readonly settings: NotifySettings;
		/** The grants that are tried, in this order; then the relay, if there is one. */
		readonly ways: readonly GrantRecord[];
		readonly mailFor: (through: string) => NotifyMail;
	},
): Promise<NotifySent> {
	const {relay} = settings;
	let ways: readonly Way[] = [
		...grants.map(record => grantWay(context, record)),
		...(relay === undefined ? [] : [relayWay(context, {...settings, relay})]),
	];
	const through = new Set<string>();
	const reached: string[] = [];
	const tried = new Map<string, Tried>();
	for (const to of settings.to) {
		for (const way of ways) {
			const {name, from, send} = way;
			const why = await send({from, to, ...mailFor(name)});
			if (why === undefined) {
				reached.push(to);
				through.add(name);
				// The next one begins with what works.
				ways = [way, ...ways.filter(other => other !== way)];
				break;
			}
			tried.set(name, {through: name, why: clean(why, 300)});
		}
	}
	return {
		through: [...through],
		reached,
		missed: settings.to.filter(to => !reached.includes(to)),
		tried: [...tried.values()],
	};
}

function grantWay(context: TaskContext, record: GrantRecord): Way {
	const {name, mailbox} = record.grant;
	return {
		name,
		from: mailbox,
		async send(message) {
			try {
				const token = await freshToken(context, record);
				if (!token.ok) return token.diagnosis.title;
				const {accessToken} = token;
				const sent = await sendMessage(context, record, {accessToken, message}, quietly(context));
				return whyNot(context, record, sent, accessToken);
			} catch (error) {
				// One grant that is not complete is no reason to leave the others untried.
				if (error instanceof UserError) return error.message;
				throw error;
			}
		},
	};
}

function relayWay(
	context: TaskContext,
	{relay, from}: NotifySettings & {readonly relay: string},
): Way {
	const {services} = context;
	const {host, port} = hostAndPort(relay);
	return {
		name: relay,
		from: from ?? `mailgrant@${services.host.name}`,
		async send(message) {
			const {failure} = await services.mail.relay({host, port}, message, quietly(context));
			if (!failure) return undefined;
			const {message: why, code = ''} = failure;
			return why.includes(code) ? why : `${why} (${code})`;
		},
	};
}

function whyNot(
	context: TaskContext,
	record: GrantRecord,
	{failure, layers}: SendResult,
	accessToken: string,
): string | undefined {
	if (!failure) return undefined;
	const {title, said} = diagnoseFor(context, record, failure, tokenFacts(accessToken), layers);
	return said === '' ? title : `${title}: ${said}`;
}

const quietly = (context: TaskContext) => ({
	signal: context.signal,
	timeoutMs: context.timeoutMs,
	onLayers() {},
});

/** Of HOST:PORT, as it was parsed before; brackets of IPv6 off. */
function hostAndPort(text: string) {
	const colon = text.lastIndexOf(':');
	return {
		host: text.slice(0, colon).replace(/^\[|\]$/g, ''),
		port: Number(text.slice(colon + 1)),
	};
}
