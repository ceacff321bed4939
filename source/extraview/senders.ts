import {clean} from '../clean.js';
import type {Diagnosis, Failure} from '../diagnosis/diagnosis.js';
import {fillStep} from '../diagnosis/fill.js';
import type {Grant} from '../grant.js';
import {parseAddress} from '../parse.js';

/** Where ExtraView takes a From address from. `custom`: an address that the admin adds. */
export type SenderSource =
	| 'EMAIL_FROM_USER_ID'
	| 'EMAIL_ADMINISTRATOR_USER_ID'
	| 'AD_HOC_EMAIL_FROM_ADDRESS'
	| 'EMAIL_FROM_ADDRESS'
	| '* Current User *'
	| 'custom';

/** The grant's fields that hold From addresses. */
export type SenderField =
	| 'emailFromUserId'
	| 'emailAdministratorUserId'
	| 'adHocEmailFromAddress'
	| 'emailFromAddress'
	| 'otherFromAddresses';

export type SenderSetting = {
	readonly source: Exclude<SenderSource, 'custom'>;
	readonly field: SenderField;
};

/** The behavior settings, and what stands for any user, in the order in which they are asked for. */
export const senderSettings: readonly SenderSetting[] = [
	{source: 'EMAIL_FROM_USER_ID', field: 'emailFromUserId'},
	{source: 'EMAIL_ADMINISTRATOR_USER_ID', field: 'emailAdministratorUserId'},
	{source: 'AD_HOC_EMAIL_FROM_ADDRESS', field: 'adHocEmailFromAddress'},
	{source: 'EMAIL_FROM_ADDRESS', field: 'emailFromAddress'},
	{source: '* Current User *', field: 'otherFromAddresses'},
];

/** One address and all the settings that hold it. */
export type Sender = {readonly address: string; readonly sources: readonly SenderSource[]};

/** The different addresses, each once, in the order in which they were given. Throws nothing: what is no address stands in `errors`. */
export function sendersOf(
	given: readonly {readonly source: SenderSource; readonly address: string}[],
): {readonly senders: readonly Sender[]; readonly errors: readonly string[]} {
	const senders = new Map<string, Sender>();
	const errors: string[] = [];
	for (const {source, address} of given) {
		const parsed = parseAddress(address);
		if ('error' in parsed) errors.push(`${source}: ${parsed.error}`);
		else if (parsed.value !== undefined) {
			const key = parsed.value.toLowerCase();
			const known = senders.get(key);
			senders.set(key, {
				address: known?.address ?? parsed.value,
				sources: [...(known?.sources ?? []), source],
			});
		}
	}
	return {senders: [...senders.values()], errors};
}

/** The From addresses that a grant has, each once with all the settings that hold it. */
export function sendersOfGrant(grant: Grant): readonly Sender[] {
	const given = senderSettings.flatMap(({source, field}) =>
		(grant[field]?.split(', ') ?? []).map(address => ({source, address})),
	);
	return sendersOf(given).senders;
}

/** The settings that every instance has, and that are not entered yet. */
export const missingSenderSettings = (grant: Grant): readonly string[] =>
	senderSettings
		.filter(({field}) => field !== 'otherFromAddresses' && grant[field] === undefined)
		.map(({source}) => source);

/** The header of a message as it was delivered; undefined for a field that it lacks. */
export type DeliveredHeaders = {
	readonly from?: string;
	readonly sender?: string;
	readonly replyTo?: string;
};

/** What came of a message with this From. */
export type SenderTrial =
	| {
			readonly is: 'refused';
			readonly failure: Failure;
			readonly diagnosis: Diagnosis;
	  }
	| {readonly is: 'accepted'; readonly delivered?: DeliveredHeaders};

export type SenderVerdict = {
	readonly address: string;
	/** `unseen`: accepted, but the delivered message could not be looked at, so a silent rewriting would not show. `untried`: something else failed before the sender was judged. */
	readonly is: 'fine' | 'unseen' | 'rewritten' | 'on-behalf' | 'refused' | 'untried';
	readonly summary: string;
	/** Steps, in order; commands stand alone. */
	readonly repair: readonly string[];
	readonly delivered?: DeliveredHeaders;
	readonly diagnosis?: Diagnosis;
};

/** Mail from it arrives, as far as was seen. */
export const isUsableSender = ({is}: Pick<SenderVerdict, 'is'>): boolean =>
	is === 'fine' || is === 'unseen' || is === 'on-behalf';

/** What the trial says of the address, and how it is repaired. */
export function senderVerdict(address: string, trial: SenderTrial, grant: Grant): SenderVerdict {
	if (trial.is === 'refused') return refusedVerdict(address, trial, grant);
	const {delivered} = trial;
	if (!delivered) {
		return {
			address,
			is: 'unseen',
			summary:
				'Accepted. Whether it arrives with this From was not looked at; some providers rewrite it silently.',
			repair: [],
		};
	}
	const from = addressIn(delivered.from);
	const sender = addressIn(delivered.sender);
	if (from === undefined || !same(from, address)) {
		return {
			address,
			is: 'rewritten',
			summary: `Accepted, but delivered as from ${from === undefined ? 'nobody' : clean(from, 254)}: the provider rewrote it silently.`,
			repair: repairFor(address, grant),
			delivered,
		};
	}
	if (sender !== undefined && !same(sender, address)) {
		return {
			address,
			is: 'on-behalf',
			summary: `Delivered with this From, and with Sender ${clean(sender, 254)}: mail programs show “on behalf of”.`,
			repair: repairFor(address, grant),
			delivered,
		};
	}
	return {
		address,
		is: 'fine',
		summary: 'Accepted, and delivered with this From.',
		repair: [],
		delivered,
	};
}

/** Whether the server judged the sender, and not the token, the network or the recipient. */
export function isSenderRefusal({smtp, message}: Failure): boolean {
	if (!smtp) return false;
	const {replyCode, enhancedCode, command} = smtp;
	if (/\bSendAsDenied/.test(message)) return true;
	if (enhancedCode === '5.2.252' || enhancedCode === '5.7.60') return true;
	// RFC 3463: 1.7 and 1.8 are about the sender's address, 7.1 about the right to send.
	if (/^[45]\.1\.[78]$/.test(enhancedCode ?? '')) return true;
	// RFC 4954 §6: 530 at MAIL wants a sign-in, whatever the sender.
	const isRefusal = replyCode !== undefined && [501, 550, 551, 553, 554].includes(replyCode);
	if (/^MAIL\b/i.test(command ?? '')) return isRefusal && !/authenticat/i.test(message);
	return /sender address rejected|not owned by user|not allowed to send as|permissions? to send as/i.test(
		message,
	);
}

function refusedVerdict(
	address: string,
	{failure, diagnosis}: Extract<SenderTrial, {is: 'refused'}>,
	grant: Grant,
): SenderVerdict {
	if (!isSenderRefusal(failure)) {
		return {
			address,
			is: 'untried',
			summary: `Nothing is known of it: ${diagnosis.title}.`,
			repair: diagnosis.fix,
			diagnosis,
		};
	}
	return {
		address,
		is: 'refused',
		summary: `Refused: ${clean(diagnosis.said || diagnosis.title, 200)}`,
		repair: repairFor(address, grant),
		diagnosis,
	};
}

const repairs = {
	microsoft: [
		{text: 'Let the mailbox send as this address. An Exchange admin runs:'},
		{powershell: 'Connect-ExchangeOnline -Organization {tenant}'},
		{
			powershell:
				'Add-RecipientPermission -Identity {sender} -Trustee {mailbox} -AccessRights SendAs',
		},
		{text: 'When the address is an alias of the same mailbox, instead:'},
		{powershell: 'Set-OrganizationConfig -SendFromAliasEnabled $true'},
	],
	google: [
		{
			text: 'Add the address to the mailbox: Gmail, signed in as the mailbox → Settings → Accounts → Send mail as, and confirm it there.',
		},
	],
	custom: [
		{text: 'Let the account of the mailbox use this address as a sender, at your mail server.'},
	],
} as const satisfies Record<
	Grant['provider'],
	readonly ({readonly text: string} | {readonly powershell: string})[]
>;

/** The right to send as the address, else the way round it that ExtraView has. */
export function repairFor(address: string, grant: Grant): readonly string[] {
	if (same(address, grant.mailbox)) {
		return ['This is the mailbox itself: look at what the server says, not at rights to send as.'];
	}
	const values = {tenant: grant.tenant, mailbox: grant.mailbox, sender: address};
	return [
		...repairs[grant.provider].map(step => ('text' in step ? step.text : fillStep(step, values))),
		`Or leave From at ${grant.mailbox} and put the address into the REPLY_TO header: the MAIL rule has it beside FROM.`,
	];
}

/** The address out of a From, Sender or Reply-To (RFC 5322 §3.4); the first of several. */
export function addressIn(header: string | undefined): string | undefined {
	if (header === undefined) return undefined;
	// Display names may hold commas and brackets; quoted strings and comments are taken away first.
	const bare = withoutNames(clean(header, 2000));
	const bracketed = /<([^<>]*)>/.exec(bare)?.[1];
	const address = (bracketed ?? bare.split(',')[0] ?? '').trim();
	return address === '' ? undefined : address;
}

function withoutNames(text: string): string {
	let depth = 0;
	let isQuoted = false;
	let isBracketed = false;
	let result = '';
	for (let index = 0; index < text.length; index++) {
		const unit = text[index] ?? '';
		if (unit === '\\') index++;
		else if (isQuoted) isQuoted = unit !== '"';
		else if (unit === '"' && !isBracketed) isQuoted = true;
		else if (unit === '(' && !isBracketed) depth++;
		else if (depth > 0) depth -= unit === ')' ? 1 : 0;
		else {
			if (unit === '<') isBracketed = true;
			if (unit === '>') isBracketed = false;
			result += unit;
		}
	}
	return result;
}

const same = (one: string, other: string) =>
	one.trim().toLowerCase() === other.trim().toLowerCase();
