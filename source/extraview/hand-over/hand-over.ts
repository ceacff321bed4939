import {type Grant, protocolsOf} from '../../grant.js';
import type {Providers} from '../../providers/provider.js';
import {cloudNotes} from '../../providers/provider-of.js';
import {checkRedirectUri} from '../../providers/redirect-uri.js';
import {repairFor, senderSettings, sendersOfGrant} from '../senders.js';
import {microsoftSections} from './microsoft-sections.js';
import {type Section, type Sheet, type SheetLine, sheetOf, writeSections} from './sheet.js';

/** The hand-over sheet: all that whoever runs the tenant or project has to do for this grant, and what to send back. Plain text of one page or two; no secret is in it. */
export function handOver(
	grant: Grant,
	providers: Providers,
	{
		senders = [],
	}: {
		/** From addresses instead of the grant's own. */
		readonly senders?: readonly string[];
	} = {},
): string {
	const own = sendersOfGrant(grant).map(({address}) => address);
	const sheet = sheetOf(grant, providers, senders.length > 0 ? senders : own);
	return [
		...heading(sheet),
		...cloudNotes(grant, providers).map(note => `Note on this cloud: ${note}`),
		'',
		writeSections(
			[...common(sheet), ...special[grant.provider](sheet), sendBack(sheet)],
			sheet.values,
		),
		'',
	].join('\n');
}

const protocolNames = {imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP'} as const;

function heading({grant, provider, settings}: Sheet): readonly string[] {
	const uses = protocolsOf(grant).map(protocol => {
		const endpoint = settings.services[protocol];
		const does = protocol === 'smtp' ? 'sends' : 'reads';
		const at = endpoint ? ` at ${endpoint.host}:${endpoint.port}` : '';
		return `${does} its mail by ${protocolNames[protocol]}${at}`;
	});
	const whom = grant.account
		? `${grant.account} has signed in once for the mailbox ${grant.mailbox}`
		: `the mailbox ${grant.mailbox} has signed in once`;
	return [
		`Hand-over sheet: OAuth2 mail of ExtraView at ${provider.label}`,
		'',
		...(grant.flow === 'app-only'
			? [
					'For whoever administers the mail service. An application has to be registered that signs in as itself.',
					`With it a program on this host ${uses.join(' and ')}, as the mailbox ${grant.mailbox}. Nobody signs in.`,
					'ExtraView signs in with a person’s consent, as far as is known: this serves other programs.',
				]
			: [
					'For whoever administers the mail service. ExtraView needs an application registered there.',
					`With it, and after ${whom}, ExtraView ${uses.join(' and ')}.`,
				]),
		'No password is involved, and no secret stands in this sheet.',
	];
}

function common(sheet: Sheet): readonly Section[] {
	// The registration of an application that signs in as itself names its permissions, and has no redirect URI.
	if (sheet.grant.flow === 'app-only') return [registration(sheet)];
	return [registration(sheet), redirectUris(sheet), permissions(sheet)];
}

function registration({provider, actions, values}: Sheet): Section {
	return {
		title: provider.portalUrl
			? `Register the application (${provider.portalUrl})`
			: 'Register the application',
		steps: actions.flatMap((action): readonly SheetLine[] => [
			action.text,
			// Typed into a form of the portal, so neither quoted nor encoded.
			...(action.values ?? []).flatMap((value): readonly SheetLine[] =>
				typeof value === 'string' ? plainValue(value, values) : [value],
			),
		]),
	};
}

/** What is not known on the way to whoever registers it is left for them to find. */
function plainValue(value: string, values: Sheet['values']): readonly SheetLine[] {
	const whole = fillPlain(value, values);
	return whole === '{uniqueId}' ? [] : [{whole}];
}

const fillPlain = (text: string, values: Sheet['values']) =>
	text.replace(/\{(\w+)\}/g, (braces, name: string) => {
		const known: Readonly<Record<string, string | undefined>> = values;
		return known[name] ?? braces;
	});

function redirectUris({grant, settings}: Sheet): Section {
	const uris = [
		{uri: settings.redirectUri, whose: 'Of the host where the mailbox is signed in for tests'},
		{uri: settings.extraviewRedirectUri, whose: 'Of ExtraView'},
	];
	// https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens for the 24 hours
	const platform =
		grant.provider === 'microsoft'
			? [
					'Platform: Web. Not “Mobile and desktop applications”, since the application has a secret; not “Single-page application”, whose sign-ins end after 24 hours.',
				]
			: [];
	const addresses = uris.flatMap(({uri, whose}): readonly SheetLine[] => {
		if (uri === undefined) {
			return [`${whose}: still to come; its Access Tokens for 3rd Party Email Services shows it.`];
		}
		const notes = checkRedirectUri(uri, grant.provider).notes;
		return [
			`${whose}:`,
			{whole: uri},
			...notes.filter(({level}) => level !== 'fine').map(({text}) => `Note: ${text}`),
		];
	});
	return {title: 'Redirect URIs, letter for letter', steps: [...addresses, ...platform]};
}

function permissions({grant, provider, settings}: Sheet): Section {
	const scopes = settings.neededScopes.map(scope => ({whole: scope}));
	const where =
		grant.provider === 'microsoft'
			? 'Delegated permissions, listed under Microsoft Graph; mail programs ask for them under these names:'
			: 'Scopes that the application asks for:';
	return {
		title: 'Permissions',
		steps: [
			where,
			...scopes,
			...(provider.refreshScope
				? [`And ${provider.refreshScope}, so that nobody has to sign in again every hour.`]
				: []),
			...(grant.provider === 'google'
				? [
						'This scope is a restricted one: a public app with it has to pass Google’s verification.',
						'External and in Testing, every sign-in ends after 7 days.',
					]
				: []),
		],
	};
}

const special: Readonly<Record<Grant['provider'], (sheet: Sheet) => readonly Section[]>> = {
	microsoft: microsoftSections,
	google: sheet => [
		{
			title: 'Switches of the mailbox',
			steps: [
				'Workspace: admin console → Apps → Google Workspace → Gmail → End User Access → POP and IMAP access is on.',
				'The Gmail API need not be enabled for IMAP, POP3 and SMTP.',
				...(sheet.grant.flow === 'app-only'
					? []
					: [
							// https://cloud.google.com/sdk/gcloud/reference/iap/oauth-clients/create
							'gcloud makes no client of this kind: “gcloud iap oauth-clients” made some for Identity-Aware Proxy only, until March 2026;',
							// https://cloud.google.com/sdk/gcloud/reference/iam/oauth-clients/create
							'“gcloud iam oauth-clients” makes some for users of workforce identity federation. This one is made in the console.',
						]),
			],
		},
		...(sheet.grant.flow === 'app-only' ? [] : [sendersAt(sheet)]),
	],
	custom: sheet => [sendersAt(sheet)],
};

function sendersAt({grant, senders}: Sheet): Section {
	const title = 'From addresses';
	if (grant.outgoing === 'none') return {title, steps: ['None: nothing is sent with this grant.']};
	const [repair = ''] = repairFor('', grant);
	return {
		title,
		steps: [
			`ExtraView sends as the addresses in ${senderSettings.map(({source}) => source).join(', ')}. For each that is not {mailbox}:`,
			repair,
			...(senders.length > 0 ? ['These are:', ...senders.map(whole => ({whole}))] : []),
		],
	};
}

function sendBack(sheet: Sheet): Section {
	const {grant, provider} = sheet;
	const have = (value: string | undefined) => (value ? ` (known here: ${value})` : '');
	const title = 'What to send back';
	if (grant.flow === 'app-only' && !provider.hasTenant) {
		return {
			title,
			steps: [
				'The JSON file of the key, but not by mail or ticket: it opens every mailbox that the delegation covers.',
				'Whether the delegation and the switches are done.',
			],
		};
	}
	return {
		title,
		steps: [
			...(provider.hasTenant ? [`Directory (tenant) ID${have(grant.tenant)}`] : []),
			`${grant.provider === 'microsoft' ? 'Application (client) ID' : 'Client ID'}${have(grant.clientId)}`,
			`The day on which the client secret ends${have(grant.secretExpires)}`,
			'The client secret’s value, but not by mail or ticket: type it in yourself on the host, or hand it over in a password manager.',
			grant.flow === 'app-only'
				? 'Or that the certificate was uploaded, and its thumbprint as the portal shows it.'
				: 'Whether consent, switches and rights to send as are done.',
			...(grant.flow === 'app-only'
				? ['Whether consent, the lines for Exchange and the switches are done.']
				: []),
		],
	};
}
