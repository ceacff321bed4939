import type {Evidence} from '../../source/checklist/evidence.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {Layer, Report, ServiceReport} from '../../source/checklist/report.js';
import type {State} from '../../source/checklist/state.js';
import type {StepId} from '../../source/checklist/step-id.js';
import {fitOf} from '../../source/checklist/steps.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';
import {reviewText, shownReport} from '../../source/extraview/properties/review.js';
import type {Grant, Protocol} from '../../source/grant.js';
import {providers} from '../../source/providers/providers.js';

/** 23 November 2026, 14:05 UTC. */
export const now = Date.UTC(2026, 10, 23, 14, 5);
const minutes = 60_000;

const baseGrant: Grant = {
	name: 'evmail@acme.com',
	provider: 'microsoft',
	mailbox: 'evmail@acme.com',
	incoming: 'imap',
	outgoing: 'smtp',
	callbackPort: 8765,
	flow: 'browser',
	extraviewUrl: 'https://track.acme.com/evj',
};

const identified: Grant = {
	...baseGrant,
	emailFromUserId: 'tracker@acme.com',
	emailAdministratorUserId: 'evmail@acme.com',
	emailFromAddress: 'evmail@acme.com',
	tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
	clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
	secretExpires: '2028-11-23',
};

const layer = (name: Layer['name'], detail: string, ms: number): Layer => ({
	name,
	status: 'ok',
	detail,
	ms,
});

/** Of a certificate that was looked at twenty minutes ago, some hours after its last whole day began. */
const tlsLayer = (issuer: string, days: number, ms: number): Layer => ({
	...layer('TLS', `1.3, ${issuer}, ${days} days left`, ms),
	certificateEndsAt: now + days * 86_400_000 + 5 * 3_600_000,
});

const mailLayers = (offers: string): readonly Layer[] => [
	layer('name', '52.97.183.162', 3),
	layer('connect', '', 18),
	tlsLayer('DigiCert', 214, 41),
	layer('greeting', 'The Microsoft Exchange IMAP4 service is ready.', 22),
	layer('offers', offers, 20),
];

const reached = (
	protocol: Protocol | 'https',
	at: string,
	layers: readonly Layer[],
): ServiceReport => ({
	protocol,
	at,
	status: 'ok',
	ms: layers.reduce((sum, {ms = 0}) => sum + ms, 0),
	layers,
	transcript: ['S: * OK ready', 'C: 1 CAPABILITY', 'S: * CAPABILITY IMAP4 AUTH=XOAUTH2'],
});

const imapHost = reached('imap', 'outlook.office365.com:993', mailLayers('XOAUTH2'));
const smtpHost = reached('smtp', 'smtp.office365.com:587', mailLayers('STARTTLS, XOAUTH2'));
const loginHost = reached('https', 'login.microsoftonline.com:443', [
	layer('name', '20.190.160.14', 4),
	layer('connect', '', 11),
	tlsLayer('DigiCert', 121, 30),
	layer('answer', 'HTTP 200', 52),
]);

const servicesReport: Report = {
	type: 'services',
	services: [imapHost, smtpHost, loginHost],
	clockSeconds: 1,
	proxies: [],
};

const signInReport: Report = {
	type: 'sign-in',
	road: 'paste',
	flow: 'browser',
	account: 'evmail@acme.com',
	grantedScopes: [
		'https://outlook.office.com/IMAP.AccessAsUser.All',
		'https://outlook.office.com/SMTP.Send',
	],
	missingScopes: [],
	expiresAt: now + 58 * minutes,
	hasRefreshToken: true,
};

const imapTest: ServiceReport = reached('imap', 'outlook.office365.com:993', [
	...mailLayers('XOAUTH2'),
	layer('sign in', 'as evmail@acme.com', 88),
	layer('open', 'INBOX, read-only', 25),
]);

const smtpTest: ServiceReport = reached('smtp', 'smtp.office365.com:587', [
	...mailLayers('STARTTLS, XOAUTH2'),
	layer('sign in', 'as evmail@acme.com', 91),
	layer('sender', 'evmail@acme.com', 20),
	layer('recipient', 'evmail@acme.com', 21),
	layer('message', '250 2.0.0 OK', 310),
]);

const incomingReport: Report = {
	type: 'incoming',
	service: imapTest,
	mailbox: {
		messages: 1284,
		newest: {subject: 'Re: [#10423] Printer on floor 3', date: '2026-11-23T13:58:12.000Z'},
	},
};

const outgoingReport: Report = {
	type: 'outgoing',
	service: smtpTest,
	recipient: 'evmail@acme.com',
	messageId: '<a3c1f0e2-9b7d@acme.com>',
	roundTrip: {ok: true, seconds: 4.2},
};

export const wrongAudience: Diagnosis = {
	id: 'token-wrong-audience',
	title: 'The token is for another service',
	cause:
		'Its audience is graph.microsoft.com: a Graph scope stands first in the list, and the first scope decides. Exchange refuses it without saying why.',
	fix: ['Leave only outlook.office.com scopes in step 1.', 'Sign in again.'],
	who: 'you',
	transient: false,
	confidence: 'certain',
	said: 'NO AUTHENTICATE failed.',
	see: 'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
	step: 'provider',
};

export const refusedConnection: Diagnosis = {
	id: 'net-refused',
	title: 'Nothing answers on that port',
	cause: 'smtp.office365.com:587 refused the connection: a firewall on the way, or another port.',
	fix: [
		'Ask for outgoing TCP to smtp.office365.com port 587 from this host.',
		'nc -vz smtp.office365.com 587',
	],
	who: 'network',
	transient: true,
	confidence: 'likely',
	said: 'connect ECONNREFUSED 52.97.183.162:587',
};

/** Why nothing is renewed any more. */
export const revoked: Diagnosis = {
	id: 'm-revoked',
	title: 'The sign-in was revoked',
	cause: 'The password of the mailbox was changed, or an administrator ended its sessions.',
	fix: ['Sign in again.'],
	who: 'you',
	transient: false,
	confidence: 'certain',
	said: 'AADSTS50173: The provided grant has expired due to it being revoked.',
	step: 'sign-in',
};

const webServerReport = {
	type: 'web-server',
	url: 'https://track.acme.com/evj/OAuth2',
	server: 'apache',
	found: 'Apache 2.4.66, /etc/apache2/apache2.conf and 12 more files',
	hosts: [
		{
			name: 'track.acme.com (*:443)',
			at: '/etc/apache2/sites-enabled/evj.conf:12',
			isChosen: true,
			is: 'passes',
			sentence: 'JkMount passes /evj/OAuth2 to the worker tomcat1.',
			line: {
				at: '/etc/apache2/sites-enabled/evj.conf:31',
				text: 'JkMount /evj/OAuth2 tomcat1',
			},
			hints: [],
		},
		{
			name: 'track.acme.com (*:80)',
			at: '/etc/apache2/sites-enabled/evj.conf:1',
			isChosen: false,
			is: 'redirects',
			sentence: 'It leads to https://track.acme.com/.',
			hints: [],
		},
	],
	notes: [],
	workers: ['tomcat1'],
	reload: '/usr/bin/systemctl reload apache2',
	answer: {
		isTomcat: true,
		title: 'Tomcat answers',
		sentence: 'The redirect URI reaches Tomcat (HTTP 200).',
		seen: 'HTTP 200, Apache/2.4.66 (Debian)',
	},
} as const satisfies Report;

/** The two lines are not in the virtual host that is asked. */
export const mountsMissing: Diagnosis = {
	id: 'web-server-missing',
	title: 'The mount points are missing',
	cause: 'track.acme.com (*:443): no JkMount takes /evj/OAuth2.',
	fix: ['Add the two lines to this virtual host.'],
	who: 'you',
	transient: false,
	confidence: 'certain',
	said: 'HTTP 404, Apache/2.4.66 (Debian), “404 Not Found”',
};

const mountsMissingReport = {
	...webServerReport,
	hosts: [
		{
			name: 'track.acme.com (*:443)',
			at: '/etc/apache2/sites-enabled/evj.conf:12',
			isChosen: true,
			is: 'blocked',
			sentence: 'No JkMount takes /evj/OAuth2.',
			hints: [],
		},
		webServerReport.hosts[1],
	],
	add: {
		file: '/etc/apache2/sites-enabled/evj.conf',
		beforeLine: 31,
		lines: ['JkMount /evj/OAuth2 tomcat1', 'JkMount /evj/OAuth2/* tomcat1'],
	},
	answer: {
		isTomcat: false,
		title: 'The web server answers 404 itself',
		sentence: '/evj/OAuth2 is not passed to Tomcat.',
		seen: 'HTTP 404, Apache/2.4.66 (Debian), “404 Not Found”',
	},
} as const satisfies Report;

const sendersReport = {
	type: 'senders',
	recipient: 'evmail@acme.com',
	senders: [
		{
			address: 'tracker@acme.com',
			settings: ['EMAIL_FROM_USER_ID'],
			is: 'fine',
			summary: 'Accepted, and delivered with this From.',
			repair: [],
		},
		{
			address: 'evmail@acme.com',
			settings: ['EMAIL_ADMINISTRATOR_USER_ID', 'EMAIL_FROM_ADDRESS'],
			is: 'fine',
			summary: 'Accepted, and delivered with this From.',
			repair: [],
		},
	],
} as const satisfies Report;

const sendersFailedReport = {
	...sendersReport,
	senders: [
		...sendersReport.senders,
		{
			address: 'ada@acme.com',
			settings: ['* Current User *'],
			is: 'refused',
			summary:
				'Refused: 554 5.2.252 SendAsDenied; evmail@acme.com not allowed to send as ada@acme.com',
			repair: [
				'Let the mailbox send as this address. An Exchange admin runs:',
				'Connect-ExchangeOnline -Organization 3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
				'Add-RecipientPermission -Identity ada@acme.com -Trustee evmail@acme.com -AccessRights SendAs',
				'When the address is an alias of the same mailbox, instead:',
				'Set-OrganizationConfig -SendFromAliasEnabled $true',
				'Or leave From at evmail@acme.com and put the address into the REPLY_TO header: the MAIL rule has it beside FROM.',
			],
		},
	],
} as const satisfies Report;

type Proof = Omit<Evidence, 'at' | 'fits' | 'outcome'> & {readonly outcome?: Evidence['outcome']};

/** A record whose evidence fits its grant. */
export function recordOf(
	grant: Grant,
	proofs: Partial<Record<StepId, Proof>> = {},
	more: Partial<Pick<GrantRecord, 'ticks' | 'facts'>> = {},
): GrantRecord {
	const bare: GrantRecord = {grant, evidence: {}, ticks: [], facts: {}, ...more};
	const evidence = Object.fromEntries(
		(Object.entries(proofs) as [StepId, Proof][]).map(([id, proof]) => [
			id,
			{
				at: now - 20 * minutes,
				outcome: 'proved',
				fits: fitOf(id, bare, providers),
				...proof,
			} satisfies Evidence,
		]),
	);
	return {...bare, evidence};
}

export function stateOf(records: readonly GrantRecord[], more: Partial<State> = {}): State {
	return {
		isPractice: false,
		providers,
		records,
		view: {at: 'checklist', grant: records[0]?.grant.name},
		runs: {},
		reviews: {},
		drafts: {},
		cursors: {},
		...more,
	};
}

const registeredProofs: Partial<Record<StepId, Proof>> = {
	services: {summary: 'all answer, 3 of 3, slowest 104 ms', report: servicesReport},
	instance: {summary: 'as ExtraView shows it'},
	'web-server': {summary: 'Tomcat answers', report: webServerReport},
	register: {outcome: 'said', summary: 'you said so'},
	redirect: {outcome: 'said', summary: 'you said so'},
};

const secretFacts: GrantRecord['facts'] = {
	clientSecret: {masked: 'kQ8Z~x…', length: 40, setAt: now - 30 * minutes},
};

const tokenFacts: GrantRecord['facts'] = {
	...secretFacts,
	tokens: {
		obtainedAt: now - 2 * minutes,
		expiresAt: now + 58 * minutes,
		hasRefreshToken: true,
		scopes: signInReport.grantedScopes,
		account: 'evmail@acme.com',
		flow: 'browser',
	},
};

const clientProofs: Partial<Record<StepId, Proof>> = {
	...registeredProofs,
	client: {
		summary: 'verified with the provider',
		report: {
			type: 'client',
			checks: [
				{name: 'tenant', status: 'ok', detail: 'exists'},
				{name: 'client', status: 'ok', detail: 'known'},
				{name: 'secret', status: 'ok', detail: 'is right'},
			],
		},
	},
};

const signedInProofs: Partial<Record<StepId, Proof>> = {
	...clientProofs,
	'sign-in': {summary: 'evmail@acme.com, 2 scopes', report: signInReport},
};

const registeredRecord = recordOf(baseGrant, registeredProofs, {
	ticks: ['open', 'new', 'accounts'],
});
const signedInRecord = recordOf(identified, signedInProofs, {facts: tokenFacts});
const failedImap: ServiceReport = {
	...imapTest,
	status: 'failed',
	layers: [
		...imapTest.layers.slice(0, 5),
		{name: 'sign in', status: 'failed', detail: 'NO AUTHENTICATE failed.', ms: 88},
	],
	diagnosis: wrongAudience,
};
const mailFailedRecord = recordOf(
	identified,
	{
		...signedInProofs,
		'token-form': {outcome: 'said', summary: 'you said so'},
		incoming: {
			outcome: 'failed',
			summary: wrongAudience.title,
			report: {type: 'incoming', service: failedImap},
			diagnosis: wrongAudience,
		},
	},
	{facts: tokenFacts},
);
const completeRecord = recordOf(
	identified,
	{
		...signedInProofs,
		'token-form': {outcome: 'said', summary: 'you said so'},
		evmail: {summary: '14 properties, as this grant wants them'},
		batchmail: {outcome: 'said', summary: 'you said so'},
		senders: {summary: 'all 2 may be used', report: sendersReport},
		incoming: {summary: '1284 messages', report: incomingReport},
		outgoing: {summary: 'round trip in 4.2 s', report: outgoingReport},
		alive: {summary: 'renewed, with nobody at the browser'},
	},
	{facts: tokenFacts},
);
const endingRecord = recordOf(
	{...identified, secretExpires: '2026-12-05'},
	{
		...completeRecord.evidence,
		alive: {
			outcome: 'failed',
			summary: revoked.title,
			diagnosis: revoked,
		},
	},
	{facts: tokenFacts},
);
const mountsMissingRecord = recordOf(baseGrant, {
	services: registeredProofs.services,
	instance: registeredProofs.instance,
	'web-server': {
		outcome: 'failed',
		summary: mountsMissing.title,
		report: mountsMissingReport,
		diagnosis: mountsMissing,
	},
});
const sendersFailedRecord = recordOf(
	{...identified, otherFromAddresses: 'ada@acme.com'},
	{
		...signedInProofs,
		'token-form': {outcome: 'said', summary: 'you said so'},
		evmail: {outcome: 'open', summary: '1 value to carry over, 1 question'},
		senders: {
			outcome: 'failed',
			summary: '1 of 3 may not be used',
			report: sendersFailedReport,
		},
	},
	{facts: tokenFacts},
);
/** As an admin would have copied it out of the task editor. */
export const evmailText = [
	'# EVMail of the support desk',
	'MAILBOX_TYPE=IMAP',
	'MAILBOX_USER=support@acme.com',
	'EVMAIL_BODY_UDF=DESCRIPTION',
	'MAIL_SERVER_HOST=mail.acme.com',
	'MAIL_PASSWORD=hunter2-hunter2',
	'',
].join('\n');
const evmailReview: State['reviews'] = {
	evmail: {
		report: shownReport(
			reviewText(evmailText, {
				task: 'evmail',
				grant: identified,
				providers,
				answers: {},
				isPaste: true,
				told: {emailFromAddress: 'evmail@acme.com'},
			}),
		),
		troubles: [],
	},
};
const servicesFailedRecord = recordOf(baseGrant, {
	services: {
		outcome: 'failed',
		summary: `smtp.office365.com:587: ${refusedConnection.title}`,
		diagnosis: refusedConnection,
		report: {
			...servicesReport,
			services: [
				imapHost,
				{
					...smtpHost,
					status: 'failed',
					layers: [
						layer('name', '52.97.183.162', 3),
						{name: 'connect', status: 'failed', detail: 'connection refused', ms: 20},
					],
					diagnosis: refusedConnection,
				},
				loginHost,
			],
			proxies: ['HTTPS_PROXY http://proxy.acme.com:3128'],
		},
	},
});
const googleRecord = recordOf({
	...baseGrant,
	name: 'desk@example.org',
	provider: 'google',
	mailbox: 'desk@example.org',
	callbackPort: 8766,
});
const customRecord = recordOf({
	...baseGrant,
	name: 'Ärger & Freude 邮件',
	provider: 'custom',
	mailbox: 'mail@intern.example',
	callbackPort: 8767,
});

/** A sign-in that waits on all roads, over SSH. */
export const waitingSignIn: State['runs'] = {
	'sign-in': {
		step: 'sign-in',
		startedAt: now - 42_000,
		progress: {
			authorizationUrl: `https://login.microsoftonline.com/3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50/oauth2/v2.0/authorize?client_id=7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01&response_type=code&state=${'s'.repeat(43)}`,
			redirectUri: 'http://localhost:8765/callback',
			endsAt: now - 42_000 + 600_000,
			callback: {is: 'listening', requests: 0},
			tunnel: 'ssh -L 8765:localhost:8765 ada@mail7',
			device: {is: 'offered'},
			phase: 'waiting',
		},
	},
};

const registered = stateOf([registeredRecord]);
const signedIn = stateOf([signedInRecord]);
const mailFailed = stateOf([mailFailedRecord]);
const complete = stateOf([completeRecord]);

/** States with names, for tests and pictures; each stands at its checklist or its list of grants. */
export const namedStates = {
	fresh: stateOf([]),
	registered,
	'services-failed': stateOf([servicesFailedRecord]),
	'signing-in': stateOf(
		[
			recordOf(identified, clientProofs, {
				facts: secretFacts,
			}),
		],
		{
			runs: waitingSignIn,
		},
	),
	'signed-in': signedIn,
	'mail-failed': mailFailed,
	'mounts-missing': stateOf([mountsMissingRecord]),
	'senders-failed': stateOf([sendersFailedRecord], {reviews: evmailReview}),
	complete,
	'ending-soon': stateOf([endingRecord]),
	'several-grants': stateOf([completeRecord, googleRecord, customRecord], {view: {at: 'grants'}}),
	'practice-fresh': stateOf([], {isPractice: true}),
	'practice-complete': {...complete, isPractice: true},
} as const satisfies Record<string, State>;

export type StateName = keyof typeof namedStates;

/** The same state with a step open. */
export const atStep = (state: State, step: StepId): State => ({
	...state,
	view: {at: 'step', step, grant: state.records[0]?.grant.name},
});
