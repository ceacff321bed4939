import {tokenForm} from '../extraview/token-form.js';
import {protocolsOf} from '../grant.js';
import type {Providers} from '../providers/provider.js';
import {settingsOf} from '../providers/settings.js';
import type {GrantRecord} from './grant-record.js';

export type StepId =
	| 'provider'
	| 'services'
	| 'instance'
	| 'register'
	| 'redirect'
	| 'client'
	| 'sign-in'
	| 'token-form'
	| 'incoming'
	| 'outgoing';

/** One step of the checklist, as data. */
export type Step = {
	readonly id: StepId;
	readonly title: string;
	/** One sentence: why it is there. */
	readonly why: string;
	/** Steps that have to be done before it can be. */
	readonly after: readonly StepId[];
	/** Why it is left out for this grant, if it is. */
	readonly leftOut?: (record: GrantRecord, providers: Providers) => string | undefined;
	/** Another step that proves it along the way, where nobody has said anything of this one. */
	readonly provedBy?: (record: GrantRecord) => StepId | undefined;
	/** The values that its evidence is about. */
	readonly dependsOn: (record: GrantRecord, providers: Providers) => readonly unknown[];
	/** For the help page: what is to be done here, in two or three sentences. */
	readonly help: string;
};

const client = ({grant, facts}: GrantRecord) => [
	grant.provider,
	grant.tenant,
	grant.clientId,
	facts.clientSecret?.setAt,
];

const signIn = (record: GrantRecord, providers: Providers) => {
	const {authorizeUrl, tokenUrl, scope} = settingsOf(record.grant, providers);
	return [...client(record), record.grant.mailbox, authorizeUrl, tokenUrl, scope];
};

/** Why ExtraView’s own steps are left out for a grant, if they are. */
const notForExtraview = ({grant}: GrantRecord, providers: Providers) => {
	if (grant.extraview === 'no') return 'not for ExtraView';
	return providers[grant.provider].tokenType ? undefined : 'no type in ExtraView’s list';
};

export const steps: readonly Step[] = [
	{
		id: 'provider',
		title: 'Provider and mailbox',
		why: 'One grant is one row of ExtraView\u2019s Access Tokens for 3rd Party Email Services.',
		after: [],
		dependsOn: () => [],
		help: 'Name the grant, choose who holds the mailbox, and say what it is for: incoming mail is read by EVMail, outgoing mail is sent by BatchMail. Hosts, ports and URLs come with the provider; Ctrl+O shows the fields that override them.',
	},
	{
		id: 'services',
		title: 'Mail service from here',
		why: 'Every host has to answer from this machine; a laptop proves nothing.',
		after: ['provider'],
		dependsOn: ({grant}, providers) => {
			const {services, authorizeUrl, tokenUrl, network} = settingsOf(grant, providers);
			return [services, host(authorizeUrl), host(tokenUrl), network];
		},
		help: 'Name, connection, TLS, greeting and sign-in methods of each mail host, and the hosts of the sign-in, are looked at without any credentials. A red layer names the first thing that fails; all below it waits for it.',
	},
	{
		id: 'instance',
		title: 'Instance, redirect URI',
		why: 'ExtraView signs in by itself too, and names its own redirect URI, which has to be registered.',
		after: ['provider'],
		leftOut: notForExtraview,
		dependsOn: ({grant}, providers) => [
			grant.provider,
			settingsOf(grant, providers).extraviewRedirectUri,
		],
		help: 'Enter the base URL of ExtraView as its users type it. The redirect URI follows from it; what the provider will say of it stands beneath. Behind a proxy ExtraView may believe in another host: paste what its own screen shows, and both are compared. Where you compared by eye, y says so.',
	},
	{
		id: 'register',
		title: 'Register the application',
		why: 'The provider gives tokens only to programs that it knows.',
		after: ['provider'],
		provedBy: () => 'sign-in',
		dependsOn: ({grant}) => [grant.provider],
		help: 'Do one action after the other in the provider\u2019s portal, in a browser anywhere. Values to type stand alone on their line and are copied with one key. Space ticks an action off; the ticks are kept.',
	},
	{
		id: 'redirect',
		title: 'Redirect URI',
		why: 'The provider sends the browser back only to addresses that it was told, letter for letter.',
		after: ['provider'],
		// A browser that came back proves this host's address; of ExtraView's own it says nothing.
		provedBy: ({grant, evidence}) => {
			const report = evidence['sign-in']?.report;
			const hasComeBack = report?.type === 'sign-in' && report.road !== 'device';
			return hasComeBack && !grant.extraviewUrl ? 'sign-in' : undefined;
		},
		dependsOn: ({grant}, providers) => {
			const {redirectUri, extraviewRedirectUri} = settingsOf(grant, providers);
			return [grant.provider, redirectUri, extraviewRedirectUri];
		},
		help: 'Both addresses are registered on the same application: the one of this host is for the sign-in here, the one of ExtraView for its own. Copy each whole; a slash more or a letter in another case is another address.',
	},
	{
		id: 'client',
		title: 'IDs and secret',
		why: 'With them this host asks for tokens; they are verified before anyone signs in.',
		after: ['provider'],
		dependsOn: (record, providers) => {
			const {tokenUrl, metadataUrl} = settingsOf(record.grant, providers);
			return [...client(record), tokenUrl, metadataUrl];
		},
		help: 'Paste the values one by one, or the whole Overview page, or Google\u2019s client_secret_….json: what is recognised goes where it belongs. The secret goes into its own encrypted file and is never shown whole.',
	},
	{
		id: 'sign-in',
		title: 'Sign in',
		why: 'The mailbox\u2019s own account allows the program in, once, in a browser.',
		after: ['client'],
		dependsOn: signIn,
		help: 'All roads are open at the same time and the first that succeeds wins: the browser comes back by itself, or you paste the address on which it ended, or you type a code on any device. Sign in as the mailbox, not as yourself.',
	},
	{
		id: 'token-form',
		title: 'ExtraView token form',
		why: 'ExtraView signs in by itself, with the values that were proved here.',
		after: ['sign-in'],
		leftOut: notForExtraview,
		dependsOn: ({grant, facts}, providers) => [
			...tokenForm(grant, providers).map(({value}) => value),
			facts.clientSecret?.setAt,
		],
		help: "In ExtraView, signed in as administrator, open the form and carry the values over from top to bottom: Enter copies one and goes to the next. The secret goes from its encrypted file to the clipboard; v shows it until the next key. mailgrant can't look into ExtraView, so that done is your own word; it holds as long as these values do.",
	},
	{
		id: 'incoming',
		title: 'Test incoming',
		why: 'EVMail will do just this: sign in with the token and open the mailbox.',
		after: ['sign-in'],
		leftOut: ({grant}) => (grant.incoming === 'none' ? 'no incoming mail' : undefined),
		dependsOn: (record, providers) => [
			...signIn(record, providers),
			record.grant.incoming,
			settingsOf(record.grant, providers).services,
		],
		help: 'The connection goes past the sign-in to the opened mailbox, since some servers accept a token and refuse the mailbox. Each layer shows its time; t opens the dialogue with the server, with secrets masked.',
	},
	{
		id: 'outgoing',
		title: 'Test outgoing',
		why: 'BatchMail will do just this: sign in with the token and send.',
		after: ['sign-in'],
		leftOut: ({grant}) => (grant.outgoing === 'none' ? 'no outgoing mail' : undefined),
		dependsOn: (record, providers) => [
			...signIn(record, providers),
			record.grant.outgoing,
			settingsOf(record.grant, providers).services,
		],
		help: 'A real message is sent to the recipient, by default the mailbox itself, and then waited for in the incoming mailbox, found by its Message-ID.',
	},
];

export const stepNumber = (id: StepId) => steps.findIndex(step => step.id === id) + 1;

/** A step as sentences name it, such as `step 7`: numbers follow from the order of the list. */
export const inStep = (id: StepId) => `step ${stepNumber(id)}`;

export function stepOf(id: StepId): Step {
	const step = steps.find(candidate => candidate.id === id);
	if (!step) throw new Error(`No step ${id}`);
	return step;
}

/** What evidence gathered now has to carry as `fits`. */
export function fitOf(id: StepId, record: GrantRecord, providers: Providers): string {
	return JSON.stringify(
		stepOf(id)
			.dependsOn(record, providers)
			.map(value => value ?? null),
	);
}

/** Whether every service has a host, and the sign-in its URLs; only a custom provider can lack them. */
export function missingSettings({grant}: GrantRecord, providers: Providers): readonly string[] {
	const settings = settingsOf(grant, providers);
	return [
		...(settings.authorizeUrl ? [] : ['Authorization URL']),
		...(settings.tokenUrl ? [] : ['Access Token URL']),
		...(settings.neededScopes.length > 0 ? [] : ['Scope']),
		...protocolsOf(grant)
			.filter(protocol => !settings.services[protocol])
			.map(protocol => `${protocol.toUpperCase()} server`),
	];
}

function host(url: string | undefined): string | undefined {
	return url === undefined ? undefined : new URL(url).host;
}
