import type {Dialect, Problem} from './dialect.js';

/** Scopes that ask about the user or for a refresh token, and open no resource. */
export const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/** Scopes of the practice server's RFC dialect, one a protocol. */
export const plainScopes = {imap: 'mail.imap', pop3: 'mail.pop3', smtp: 'mail.smtp'} as const;

const outlook = [
	'IMAP.AccessAsUser.All',
	'POP.AccessAsUser.All',
	'SMTP.Send',
	'EWS.AccessAsUser.All',
];
const outlookHosts = ['https://outlook.office.com', 'https://outlook.office365.com'];
const graph = 'https://graph.microsoft.com';
const graphScopes = ['Mail.Read', 'Mail.ReadWrite', 'Mail.Send', 'User.Read', ...outlook];
const google = [
	'https://mail.google.com/',
	'https://www.googleapis.com/auth/gmail.readonly',
	'https://www.googleapis.com/auth/gmail.modify',
	'https://www.googleapis.com/auth/gmail.send',
	'openid',
	'email',
	'profile',
];

/** What of a request can be granted. */
export type Granted = {
	/** As they are asked for and answered. */
	readonly scopes: readonly string[];
	readonly audience: string;
	/** As the access token lists them. */
	readonly shortNames: readonly string[];
};

/** Splits Microsoft's scope into resource and short name; a bare one belongs to Graph. */
function splitMicrosoft(scope: string): {readonly resource: string; readonly name: string} {
	const at = scope.startsWith('https://') ? scope.indexOf('/', 'https://'.length) : -1;
	return at === -1
		? {resource: graph, name: scope}
		: {resource: scope.slice(0, at), name: scope.slice(at + 1).replace(/^\//, '')};
}

const isKnownToMicrosoft = (scope: string) => {
	const {resource, name} = splitMicrosoft(scope);
	return resource === graph
		? graphScopes.includes(name)
		: outlookHosts.includes(resource) && outlook.includes(name);
};

/** Judges a scope parameter; what a fault drops is simply not granted. */
export function judgeScope(
	dialect: Dialect,
	scope: string,
	dropped: readonly string[] = [],
): Granted | Problem {
	const asked = [...new Set(scope.split(/\s+/).filter(Boolean))];
	if (asked.length === 0) return {type: 'scope-missing'};
	const isKnown = (name: string) => {
		switch (dialect) {
			case 'microsoft':
				return openIdScopes.includes(name) || isKnownToMicrosoft(name);
			case 'google':
				return google.includes(name);
			case 'plain':
				return openIdScopes.includes(name) || Object.values<string>(plainScopes).includes(name);
		}
	};
	const unknown = asked.find(name => !isKnown(name));
	if (unknown !== undefined) {
		return {type: 'scope-invalid', scope: unknown, valid: asked.filter(isKnown)};
	}
	const kept = asked.filter(
		name => !dropped.some(drop => name === drop || name.endsWith(`/${drop}`)),
	);
	if (dialect !== 'microsoft') {
		return {
			scopes: kept,
			audience: dialect === 'google' ? 'https://mail.google.com/' : 'practice-mail',
			shortNames: kept.filter(name => !openIdScopes.includes(name)),
		};
	}
	const resources = asked.filter(name => !openIdScopes.includes(name)).map(splitMicrosoft);
	// The first scope decides the audience, without any error; the others' scopes are left out.
	const audience = resources[0]?.resource ?? graph;
	const names = kept.filter(
		name => !openIdScopes.includes(name) && splitMicrosoft(name).resource === audience,
	);
	return {
		scopes: [...names, ...kept.filter(name => openIdScopes.includes(name))],
		audience,
		shortNames: names.map(name => splitMicrosoft(name).name),
	};
}

/** Two resources spelled out in one token request are refused (AADSTS28000). */
export function isMixed(scope: string): boolean {
	const spelled = scope.split(/\s+/).filter(name => name.startsWith('https://'));
	return new Set(spelled.map(name => splitMicrosoft(name).resource)).size > 1;
}
