import {X509Certificate} from 'node:crypto';
import type {Practice} from '../practice-port.js';
import type {Providers} from '../providers/provider.js';
import {createBrowser} from './browser.js';
import {createCertificates} from './certificates.js';
import {endpointsFrom, type PracticeEndpoints} from './endpoints.js';
import type {PracticeApache} from './extraview/open-apache.js';
import {openExtraview} from './extraview/open-extraview.js';
import {faultIds, faultOf} from './fault-of.js';
import {
	combine,
	createFaultSwitch,
	type FaultSwitch,
	type Faults,
	type MailFaults,
} from './faults.js';
import {openFront} from './front.js';
import {createIdentities, type Identity} from './identity.js';
import {createImapServer} from './imap/imap-server.js';
import type {Listener} from './listen.js';
import {deliverFirstMessages} from './mail/first-messages.js';
import type {MailServer, MailServerOptions} from './mail/mail-server.js';
import {createMailStore} from './mail/mail-store.js';
import {createPop3Server} from './mail/pop3-server.js';
import {createSmtpServer} from './mail/smtp-server.js';
import {defaultMailboxes, type PracticeMailbox} from './mailboxes.js';
import type {OAuthContext} from './oauth/context.js';
import {createOAuthServer, type RecordedRequest} from './oauth/oauth-server.js';
import {createSignInBook} from './oauth/sign-in-book.js';
import {createTokenBook} from './oauth/token-book.js';
import {createTokenIssuer, type TokenIssuer} from './oauth/token-issuer.js';
import {openPracticeDirectory} from './practice-directory.js';
import {type Ports, practiceProviders} from './practice-providers.js';
import {createServiceAccount} from './service-account.js';

export type PracticeOptions = {
	/** The usual ones of `defaultMailboxes` when absent. */
	readonly mailboxes?: readonly (string | PracticeMailbox)[];
	/** Life of an access token; an hour. */
	readonly accessTokenSeconds?: number;
	/** Where `ca.pem` and the files of the practice instance go; a temporary directory, removed by `close`, when absent. */
	readonly directory?: string;
	readonly latencyMs?: number;
	readonly faults?: Faults;
	/** Id of a failure of the catalogue that is on from the start, on top of `faults`. */
	readonly fault?: string;
	/** Milliseconds since 1970. */
	readonly now?: () => number;
};

export type PracticeServers = {
	/** Path of the PEM file of the authority that signed the servers' certificates. */
	readonly caFile: string;
	readonly ca: string;
	readonly endpoints: PracticeEndpoints;
	readonly mailboxes: readonly string[];
	readonly identity: Identity;
	readonly providers: Providers;
	readonly practice: Practice;
	/** The httpd of the practice instance of ExtraView. */
	readonly apache: PracticeApache;
	readonly faults: FaultSwitch;
	/** The last thousand of each server, secrets and all: for the assertions of tests. */
	readonly requests: {
		readonly oauth: readonly RecordedRequest[];
		readonly imap: readonly string[];
		readonly pop3: readonly string[];
		readonly smtp: readonly string[];
	};
	/** Puts a raw message into a mailbox's inbox. Throws for a mailbox that is not there. */
	readonly deliver: (mailbox: string, raw: string | Buffer) => void;
	/** An access token without a sign-in, for tests of the mail servers. */
	readonly issueToken: TokenIssuer;
	/** Ends every server and connection and removes what was written. */
	readonly close: () => Promise<void>;
};

const maxRecorded = 1000;

/** Starts OAuth, IMAP, POP3 and SMTP servers on free loopback ports, under an authority made for this start. */
export async function startPractice(options: PracticeOptions = {}): Promise<PracticeServers> {
	const {now = Date.now, accessTokenSeconds = 3600} = options;
	const mailboxes = (options.mailboxes ?? defaultMailboxes).map(mailbox =>
		typeof mailbox === 'string' ? {address: mailbox} : mailbox,
	);
	const faults = createFaultSwitch(options.faults);
	let fault: string | undefined;
	const switchFault = (id: string | undefined) => {
		const made = id === undefined ? {} : faultOf(id);
		if (!made) throw new Error(`There is no practice fault ${id}`);
		fault = id;
		faults.set(combine(options.faults ?? {}, made));
	};
	if (options.fault !== undefined) switchFault(options.fault);
	const latencyMs = () => faults.current().latencyMs ?? options.latencyMs ?? 0;
	const certificates = await createCertificates(Date.now());
	const identities = createIdentities(now());
	const tokens = createTokenBook(identities.usual.tenant, now);
	const store = createMailStore(mailboxes, now);
	deliverFirstMessages(store, now());
	const requests = {oauth: [], imap: [], pop3: [], smtp: []} as {
		oauth: RecordedRequest[];
		imap: string[];
		pop3: string[];
		smtp: string[];
	};
	const recordTo =
		<Entry>(list: Entry[]) =>
		(entry: Entry) => {
			list.push(entry);
			if (list.length > maxRecorded) list.shift();
		};

	const listeners: Listener[] = [];
	const open = async (
		security: 'tls' | 'starttls',
		name: 'oauth' | 'imap' | 'pop3' | 'smtp' | 'web',
		onSocket: MailServer,
	): Promise<number> => {
		const listener = await openFront({
			security,
			certificates,
			latencyMs,
			faults: () => faults.current()[name] ?? {},
			onSocket,
		});
		listeners.push(listener);
		return listener.port;
	};
	const mailOptions = (
		name: 'imap' | 'pop3' | 'smtp',
		security: 'tls' | 'starttls',
	): MailServerOptions => ({
		store,
		tokens,
		now,
		security,
		certificates,
		latencyMs,
		faults: (): MailFaults => faults.current()[name] ?? {},
		onLine: recordTo(requests[name]),
	});

	let oauthPort = 0;
	const uploaded = new Map<string, string>();
	const serviceAccount = createServiceAccount(() => `https://localhost:${oauthPort}/google/token`);
	const context: OAuthContext = {
		identities,
		accounts: store.addresses,
		uploaded,
		serviceAccount,
		tokens,
		signIns: createSignInBook(now),
		faults: () => faults.current().oauth ?? {},
		now,
		accessTokenSeconds,
		origin: () => `https://localhost:${oauthPort}`,
	};
	const directory = await openPracticeDirectory(options.directory);
	const close = async () => {
		await Promise.all(listeners.map(listener => listener.close()));
		await directory.remove();
	};

	try {
		oauthPort = await open(
			'tls',
			'oauth',
			createOAuthServer(context, {latencyMs, onRequest: recordTo(requests.oauth)}),
		);
		const ports: Ports = {
			oauth: oauthPort,
			imap: await open('tls', 'imap', createImapServer(mailOptions('imap', 'tls'))),
			imapStarttls: await open(
				'starttls',
				'imap',
				createImapServer(mailOptions('imap', 'starttls')),
			),
			pop3: await open('tls', 'pop3', createPop3Server(mailOptions('pop3', 'tls'))),
			pop3Starttls: await open(
				'starttls',
				'pop3',
				createPop3Server(mailOptions('pop3', 'starttls')),
			),
			smtp: await open('starttls', 'smtp', await createSmtpServer(mailOptions('smtp', 'starttls'))),
			smtps: await open('tls', 'smtp', await createSmtpServer(mailOptions('smtp', 'tls'))),
		};
		const caFile = await directory.write('ca.pem', certificates.ca);
		const {extraview, apache} = await openExtraview({
			directory,
			mailbox: mailboxes[0] ?? {address: ''},
			latencyMs,
			faults: () => faults.current().web ?? {},
			open: onSocket => open('tls', 'web', onSocket),
		});
		const browser = createBrowser(certificates.ca);
		return {
			caFile,
			ca: certificates.ca,
			endpoints: endpointsFrom(ports, identities.usual),
			mailboxes: store.addresses,
			identity: identities.usual,
			providers: practiceProviders(ports, identities, caFile),
			practice: {
				identity: provider => (provider === 'google' ? identities.google : identities.usual),
				mailbox: store.addresses[0] ?? '',
				uploadCertificate(pem) {
					const {fingerprint256} = new X509Certificate(pem);
					uploaded.set(fingerprint256.replaceAll(':', ''), pem);
				},
				serviceAccountKey: () => JSON.stringify(serviceAccount(), undefined, 2),
				faults: {ids: faultIds, current: () => fault, switchTo: switchFault},
				playBrowser: browser.signIn,
				playDevice: (userCode, user) =>
					browser.typeUserCode(`${context.origin()}/device`, userCode, user),
				extraview,
			},
			apache,
			faults,
			requests,
			deliver: (address, raw) => {
				const mailbox = store.find(address);
				if (!mailbox) throw new Error(`There is no practice mailbox ${address}`);
				store.append(mailbox, Buffer.from(raw));
			},
			issueToken: createTokenIssuer(context),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
