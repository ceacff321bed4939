import {clean} from '../clean.js';
import type {ProviderId} from '../grant.js';

/** `trap`: taken, but easily gone wrong. `wrong`: refused, or never matched. */
export type Note = {readonly level: 'fine' | 'trap' | 'wrong'; readonly text: string};

export type RedirectUriCheck = {readonly ok: boolean; readonly notes: readonly Note[]};

/** What a provider will say of a redirect URI, before its portal does. Nothing is asked of anybody. */
export function checkRedirectUri(uri: string, provider: ProviderId): RedirectUriCheck {
	const url = parse(uri);
	const notes: readonly Note[] = url
		? [
				...generally({uri, url}),
				...(looksLikeExtraview({uri, url}) ? extraviewSpelling({uri, url}) : []),
				...rules[provider]({uri, url}),
			]
		: [wrong('It is no address. It has to be whole, with https:// and host.')];
	return {ok: notes.every(({level}) => level !== 'wrong'), notes};
}

type Parts = {readonly uri: string; readonly url: URL};

const wrong = (text: string): Note => ({level: 'wrong', text});
const trap = (text: string): Note => ({level: 'trap', text});
const fine = (text: string): Note => ({level: 'fine', text});
const when = (condition: boolean, note: Note): readonly Note[] => (condition ? [note] : []);

function parse(uri: string): URL | undefined {
	if (!/^https?:\/\/[^/?#]/i.test(uri)) return undefined;
	return URL.canParse(uri) ? new URL(uri) : undefined;
}

const isLoopback = ({hostname}: URL) =>
	hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** The path as it is written: URL removes dots and turns backslashes. */
const pathOf = (uri: string) => /^https?:\/\/[^/?#\\]*([^?#]*)/i.exec(uri)?.[1] ?? '';

/** RFC 6749 §3.1.2, and what holds everywhere. */
function generally({uri, url}: Parts): readonly Note[] {
	const isPlain = url.protocol === 'http:';
	return [
		...when(
			isPlain && !isLoopback(url),
			wrong('It begins with http://, which is taken only for localhost. Use https://.'),
		),
		...when(
			uri.includes('#'),
			wrong('It has a # part, which no redirect URI may have. Leave it out.'),
		),
		...when(
			url.username !== '' || url.password !== '',
			wrong('It holds a user name before the @. Leave it out.'),
		),
		...when(
			uri.includes('*'),
			wrong('It has a *. Register the whole address, letter for letter; wildcards are never sent.'),
		),
		...when(
			/[\s\\]|[^\x21-\x7E]/.test(uri),
			wrong('It has a space, a backslash or a letter outside ASCII. Copy it anew.'),
		),
		...when(
			isPlain && isLoopback(url),
			fine('http:// is taken here, since localhost never leaves the browser’s own machine.'),
		),
	];
}

const extraviewQuery = '?p_action=getTokenReturn&p_option=admin.EmailTokenUtility';

const looksLikeExtraview = ({uri, url}: Parts) =>
	/getTokenReturn|EmailTokenUtility/i.test(url.search) || /\/oauth2\/?$/i.test(pathOf(uri));

/** ExtraView answers at exactly this path and query; its own screen is the authority. */
function extraviewSpelling({uri, url}: Parts): readonly Note[] {
	const segments = pathOf(uri).split('/').slice(1);
	const last = segments.findLast(segment => segment !== '') ?? '';
	return [
		...when(
			/^oauth2$/i.test(last) && last !== 'OAuth2',
			wrong(`It says ${clean(last, 10)}, ExtraView says OAuth2, with a capital O and a capital A.`),
		),
		...when(
			!/^oauth2$/i.test(last),
			wrong('ExtraView’s address has /OAuth2 before the question mark. Copy it from its screen.'),
		),
		...when(
			segments.at(-1) === '' && /^oauth2$/i.test(last),
			wrong('A slash after OAuth2 makes it another address. Leave the slash out.'),
		),
		...when(
			url.search !== extraviewQuery,
			wrong(`What follows OAuth2 has to be ${extraviewQuery}, letter for letter.`),
		),
		...when(
			segments.filter(segment => segment !== '').length < 2,
			trap(
				'No instance, such as /evj, stands before /OAuth2. Compare with ExtraView’s own screen.',
			),
		),
	];
}

const rules: Readonly<Record<ProviderId, (parts: Parts) => readonly Note[]>> = {
	microsoft,
	google,
	custom: ({uri, url}) => [
		...trailingSlash({uri, url}),
		fine('Most servers compare letter by letter; register exactly this.'),
	],
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/reply-url */
function microsoft({uri, url}: Parts): readonly Note[] {
	const special = [...new Set(uri.match(/[!$'(),;]/g) ?? [])].join(' ');
	const isPlain = url.protocol === 'http:';
	return [
		...when(
			uri.length > 256,
			wrong(`It has ${uri.length} characters, and Microsoft takes 256 at most.`),
		),
		...when(
			special !== '',
			wrong(`It has ${special}, which Microsoft does not take in a redirect URI.`),
		),
		...when(
			url.hostname === '[::1]',
			wrong('Microsoft does not take the IPv6 address [::1]. Use localhost.'),
		),
		...when(
			isPlain && /^127\./.test(url.hostname),
			trap(
				'The portal’s text box refuses http://127.0.0.1; only the app’s manifest takes it. Use localhost, which is another address to Microsoft.',
			),
		),
		...when(
			isPlain && url.hostname === 'localhost',
			fine('For localhost Microsoft compares scheme and path, and passes over the port.'),
		),
		...when(
			url.search !== '',
			trap(
				'It has a query: Microsoft takes that only from apps for accounts in organizational directories, not from those open to personal accounts.',
			),
		),
		...when(
			pathOf(uri) === '',
			trap('It has no path; Microsoft sends the browser back with a slash at the end.'),
		),
		...trailingSlash({uri, url}),
		...when(!isLoopback(url), fine('Upper and lower case count. Platform: Web.')),
	];
}

// Endings that are in no public list of domains, so that Google does not take them: RFC 2606, RFC 6761, RFC 6762, RFC 8375 and the usual house names.
const privateEnding =
	/\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|test|example|invalid|arpa)$/i;

/** "Redirect URI validation rules" in https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation */
function google({uri, url}: Parts): readonly Note[] {
	const {hostname} = url;
	const isAddress = /^\[|^\d+\.\d+\.\d+\.\d+$/.test(hostname);
	const isLocal = isLoopback(url);
	const path = pathOf(uri);
	return [
		...when(
			isAddress && !isLocal,
			wrong('Its host is an IP address, which Google takes only for this machine. Use a name.'),
		),
		...when(
			!isAddress && !isLocal && (!hostname.includes('.') || privateEnding.test(hostname)),
			wrong(
				`${clean(hostname, 80)} is a name of a private network; Google takes only names with a public ending such as .com.`,
			),
		),
		...when(
			/(?:^|\.)(?:googleusercontent\.com|goo\.gl)$/i.test(hostname),
			wrong('Google takes no addresses of its own or of link shorteners here.'),
		),
		...when(
			/(?:[/\\]|%2f|%5c)(?:\.|%2e){2}(?:[/\\]|%2f|%5c|$)/i.test(path),
			wrong('Its path climbs up with “..”, which Google refuses. Write the path out.'),
		),
		...when(
			/%(?![0-9a-f]{2})|%00|%c0%80/i.test(uri),
			wrong('It has a % that begins no proper character. Copy it anew.'),
		),
		...when(
			/[?&][^=&]*=(?:https?:|https?%3a|\/\/|%2f%2f)/i.test(url.search),
			trap(
				'A value in its query is an address itself; Google refuses what looks like an open redirect.',
			),
		),
		...when(
			isLocal,
			fine(
				'A client of type Web application needs exactly this, with the port; register it for this host.',
			),
		),
		...trailingSlash({uri, url}),
		...when(!isLocal, fine('Google compares the whole: scheme, host, port, path, query and case.')),
	];
}

function trailingSlash({uri}: Parts): readonly Note[] {
	const path = pathOf(uri);
	return when(
		path.length > 1 && path.endsWith('/'),
		trap('It ends in a slash; registered without it, it is another address.'),
	);
}
