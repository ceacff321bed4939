import {sendersOfGrant} from '../extraview/senders.js';
import {tokenForm} from '../extraview/token-form.js';
import {protocolsOf} from '../grant.js';
import type {Providers} from '../providers/provider.js';
import {settingsOf} from '../providers/settings.js';
import {credentialSetAt} from './credential.js';
import type {GrantRecord} from './grant-record.js';
import {type StepId, stepIds} from './step-id.js';

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
	credentialSetAt(facts),
];

const signIn = (record: GrantRecord, providers: Providers) => {
	const {authorizeUrl, tokenUrl, scope} = settingsOf(record.grant, providers);
	const {mailbox, account} = record.grant;
	// Evidence from before there were accounts stays good.
	const who = account === undefined ? [mailbox] : [mailbox, account];
	return [...client(record), ...who, authorizeUrl, tokenUrl, scope];
};

/** Why ExtraView’s own steps are left out for a grant, if they are. */
const notForExtraview = ({grant}: GrantRecord, providers: Providers) => {
	if (grant.extraview === 'no') return 'not for ExtraView';
	// ExtraView’s form has an authorization URL: as far as is known, it signs in with a person’s consent.
	if (grant.flow === 'app-only') return 'app-only: for other programs';
	return providers[grant.provider].tokenType ? undefined : 'no type in ExtraView’s list';
};

const taskHelp =
	'Open the task in ExtraView’s Task Manager, copy all its properties and paste them here, or name a file. What is known of each key stands beside it; what is not known is asked once and remembered for the instance. Enter copies the new text, to be pasted back into the task, or writes the file and keeps the old one beside it. Comments, order and all other keys stay as they are.';

/** What the properties of a task may hold of a grant. */
const taskValues = ({grant}: GrantRecord, providers: Providers) => {
	const {services} = settingsOf(grant, providers);
	return [grant.name, grant.mailbox, services];
};

const byId: Readonly<Record<StepId, Omit<Step, 'id'>>> = {
	provider: {
		title: 'Provider and mailbox',
		why: 'One grant is one row of ExtraView\u2019s Access Tokens for 3rd Party Email Services.',
		after: [],
		dependsOn: () => [],
		help: 'Name the grant, choose who holds the mailbox, and say what it is for: incoming mail is read by EVMail, outgoing mail is sent by BatchMail. Hosts, ports and URLs come with the provider; Ctrl+O shows the fields that override them.',
	},
	services: {
		title: 'Mail service from here',
		why: 'Every host has to answer from this machine; a laptop proves nothing.',
		after: ['provider'],
		dependsOn: ({grant}, providers) => {
			const {services, authorizeUrl, tokenUrl, network} = settingsOf(grant, providers);
			return [services, host(authorizeUrl), host(tokenUrl), network];
		},
		help: 'Name, connection, TLS, greeting and sign-in methods of each mail host, and the hosts of the sign-in, are looked at without any credentials. A red layer names the first thing that fails; all below it waits for it.',
	},
	instance: {
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
	'web-server': {
		title: 'Web server passes it',
		why: 'The provider sends the browser back through the web server, which has to pass it on to ExtraView’s Tomcat.',
		after: ['instance'],
		leftOut: notForExtraview,
		dependsOn: ({grant}, providers) => {
			const {extraviewRedirectUri, network} = settingsOf(grant, providers);
			return [extraviewRedirectUri, grant.apacheConfig, grant.tomcatWorker, network];
		},
		help: 'The redirect URI is asked for from this host, and the Apache configuration of this host is read with all its includes. Where the mount points are missing, the lines are shown with their place: copy them, or let them be written, with a backup and a test, after a typed word. Where ExtraView is hosted or another web server stands in front, pass the step with a reason.',
	},
	register: {
		title: 'Register the application',
		why: 'The provider gives tokens only to programs that it knows.',
		after: ['provider'],
		// A token says nothing of what the mail service was told about an application.
		provedBy: ({grant}) =>
			grant.flow !== 'app-only' ? 'sign-in' : grant.incoming === 'none' ? 'outgoing' : 'incoming',
		dependsOn: ({grant}) => [grant.provider],
		help: 'Do one action after the other in the provider\u2019s portal, in a browser anywhere. Values to type stand alone on their line and are copied with one key. Space ticks an action off; the ticks are kept.',
	},
	redirect: {
		title: 'Redirect URI',
		why: 'The provider sends the browser back only to addresses that it was told, letter for letter.',
		after: ['provider'],
		leftOut: ({grant}) => (grant.flow === 'app-only' ? 'no browser takes part' : undefined),
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
	client: {
		title: 'IDs and secret',
		why: 'With them this host asks for tokens; they are verified before anyone signs in.',
		after: ['provider'],
		dependsOn: (record, providers) => {
			const {tokenUrl, metadataUrl} = settingsOf(record.grant, providers);
			return [...client(record), tokenUrl, metadataUrl];
		},
		help: 'Paste the values one by one, or the whole Overview page, or Google\u2019s client_secret_….json: what is recognised goes where it belongs. The secret goes into its own encrypted file and is never shown whole.',
	},
	'sign-in': {
		title: 'Sign in',
		why: 'The mailbox\u2019s own account allows the program in, once, in a browser.',
		after: ['client'],
		dependsOn: signIn,
		help: 'All roads are open at the same time and the first that succeeds wins: the browser comes back by itself, or you paste the address on which it ended, or you type a code on any device. Sign in as the mailbox, not as yourself. Over SSH the browser comes back through a tunnel: the ssh line for a second terminal holds user, host and port of this connection; where you come through a jump host, add the -J or the host alias that you use. Without a second connection: Enter, then ~C opens the command line of ssh (ssh>), which takes the -L of that line; from OpenSSH 9.2 on only when the connection was begun with -o EnableEscapeCommandline=yes. Ctrl+L then draws this screen anew.',
	},
	'token-form': {
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
	evmail: {
		title: 'EVMail',
		why: 'EVMail reads the mailbox, and its properties say which one and how.',
		after: ['token-form'],
		leftOut: (record, providers) =>
			notForExtraview(record, providers) ??
			(record.grant.incoming === 'none' ? 'no incoming mail' : undefined),
		dependsOn: (record, providers) => [
			...taskValues(record, providers),
			record.grant.emailFromAddress,
			record.grant.evmailFile,
		],
		help: `${taskHelp} MAILBOX_USER has to be the mailbox that signed in, and the behavior setting EMAIL_FROM_ADDRESS the same; e takes that setting, and both are compared.`,
	},
	batchmail: {
		title: 'BatchMail',
		why: 'BatchMail sends the notifications, and its properties say through which server.',
		after: ['token-form'],
		leftOut: (record, providers) =>
			notForExtraview(record, providers) ??
			(record.grant.outgoing === 'none' ? 'no outgoing mail' : undefined),
		dependsOn: (record, providers) => [
			...taskValues(record, providers),
			record.grant.batchmailFile,
		],
		help: `${taskHelp} Where its spool directory and log can be read here, e names them: the mails that wait and that failed are counted, and the newest error is explained.`,
	},
	senders: {
		title: 'From addresses',
		why: 'ExtraView sends as the addresses of its settings, and the provider takes only those that the mailbox may use.',
		after: ['sign-in'],
		leftOut: (record, providers) =>
			notForExtraview(record, providers) ??
			(record.grant.outgoing === 'none' ? 'no outgoing mail' : undefined),
		dependsOn: (record, providers) => [
			...signIn(record, providers),
			record.grant.outgoing,
			settingsOf(record.grant, providers).services,
			sendersOfGrant(record.grant).map(({address}) => address),
		],
		help: 'Look the behavior settings up in ExtraView and enter what they hold: e opens the fields. Then a real message goes out from each address, by default to the mailbox itself, where it is looked at as it was delivered: some providers take a message and rewrite its From silently. Beneath the list stands how the chosen address is repaired.',
	},
	incoming: {
		title: 'Test incoming, EVMail',
		why: 'EVMail, or whatever reads this mailbox, will do just this: sign in with the token and open it.',
		after: ['sign-in'],
		leftOut: ({grant}) => (grant.incoming === 'none' ? 'no incoming mail' : undefined),
		dependsOn: (record, providers) => [
			...signIn(record, providers),
			record.grant.incoming,
			settingsOf(record.grant, providers).services,
		],
		help: 'The connection goes past the sign-in to the opened mailbox, since some servers accept a token and refuse the mailbox. Each layer shows its time; t opens the dialogue with the server, with secrets masked.',
	},
	outgoing: {
		title: 'Test outgoing, BatchMail',
		why: 'BatchMail, or whatever sends with this mailbox, will do just this: sign in with the token and send.',
		after: ['sign-in'],
		leftOut: ({grant}) => (grant.outgoing === 'none' ? 'no outgoing mail' : undefined),
		dependsOn: (record, providers) => [
			...signIn(record, providers),
			record.grant.outgoing,
			settingsOf(record.grant, providers).services,
		],
		help: 'A real message is sent to the recipient, by default the mailbox itself, and then waited for in the incoming mailbox, found by its Message-ID.',
	},
	alive: {
		title: 'Stays alive',
		why: 'Access tokens end within the hour; what renews them has to go on for years, with nobody at the browser.',
		after: ['sign-in'],
		dependsOn: signIn,
		help: 'The tokens are renewed now though they are not due, just as it will happen later by itself. Beneath stands who gets a mail when a person is needed, which n sets and m tests, and what ends on a known day, with what puts it off. Days within the next 30 are yellow, within 7 red; mailgrant status --monitor tells a monitor the same.',
	},
};

/** In the checklist's order. */
export const steps: readonly Step[] = stepIds.map(id => ({id, ...byId[id]}));

/** Those whose check changes nothing and needs nobody. */
export const freeChecks: readonly StepId[] = ['services', 'web-server', 'client', 'incoming'];

export const stepOf = (id: StepId): Step => ({id, ...byId[id]});

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
		...(settings.authorizeUrl || grant.flow === 'app-only' ? [] : ['Authorization URL']),
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
