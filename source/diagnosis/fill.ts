import {inStep} from '../checklist/step-id.js';
import {clean} from '../clean.js';
import type {Step} from './catalogue/step.js';
import type {DiagnosisContext, Failure} from './diagnosis.js';

/** What the braces of a case stand for. */
export type Values = Readonly<Partial<Record<Name, string>>>;
type Name = (typeof names)[number];

const names = [
	'mailbox',
	'account',
	'tenant',
	'clientId',
	'redirectUri',
	'extraviewRedirectUri',
	'sender',
	'host',
	'port',
	'scope',
] as const;
const braces = new RegExp(`\\{(${names.join('|')})\\}`, 'g');

/** What stands in a sentence, and in a command, for what is not known. */
const unknown: Record<Name, {readonly words: string; readonly slot: string}> = {
	mailbox: {words: 'the mailbox', slot: 'MAILBOX'},
	account: {words: 'the mailbox', slot: 'MAILBOX'},
	tenant: {words: 'your tenant', slot: 'TENANT'},
	clientId: {words: 'the Client ID', slot: 'CLIENT_ID'},
	redirectUri: {words: `the redirect URI of ${inStep('redirect')}`, slot: 'REDIRECT_URI'},
	extraviewRedirectUri: {
		words: 'the redirect URI that ExtraView shows',
		slot: 'EXTRAVIEW_REDIRECT_URI',
	},
	sender: {words: 'the From address', slot: 'SENDER'},
	host: {words: 'the host', slot: 'HOST'},
	port: {words: 'the port', slot: 'PORT'},
	scope: {words: `the scopes of ${inStep('provider')}`, slot: 'SCOPE'},
};

export function valuesOf(failure: Failure, context: DiagnosisContext): Values {
	return {
		mailbox: context.mailbox,
		account: context.account ?? context.mailbox,
		tenant: context.tenant,
		clientId: context.clientId,
		redirectUri: context.redirectUri,
		scope: context.neededScopes?.join(' '),
		...hostAndPort(failure.at),
	};
}

/** A sentence, its braces filled. */
export const fillText = (text: string, values: Values) =>
	fill(text, values, value => value, 'words');

/** A step, its braces filled so that no value can be more than one word of the command it stands in. */
export function fillStep(step: Step, values: Values): string {
	if (typeof step === 'string') return fillText(step, values);
	if ('powershell' in step) return fill(step.powershell, values, quoteForPowershell, 'slot');
	if ('shell' in step) return fill(step.shell, values, quoteForShell, 'slot');
	return fill(step.url, values, encodeForUrl, 'slot');
}

function fill(
	text: string,
	values: Values,
	quote: (value: string) => string | undefined,
	fallback: 'words' | 'slot',
): string {
	return text.replace(braces, (_, name: Name) => {
		// Nothing that belongs into a command is longer; what is, was never meant to be one.
		const value = clean(values[name] ?? '', fallback === 'slot' ? 400 : 1000);
		if (value === '' || value.endsWith('…')) return unknown[name][fallback];
		return quote(value) ?? unknown[name][fallback];
	});
}

/** A leading dash would be an option to many programs, quoted or not. */
function quoteForShell(value: string): string | undefined {
	if (value.startsWith('-')) return undefined;
	if (/^[\w.@:/+-]+$/.test(value)) return value;
	return `'${value.replaceAll("'", "'\\''")}'`;
}

/** PowerShell ends a single-quoted string at the typographic quotes too; each is doubled. */
function quoteForPowershell(value: string): string {
	if (/^[A-Za-z0-9][\w.@+-]*$/.test(value)) return value;
	return `'${value.replace(/['\u2018\u2019\u201A\u201B]/g, quote => quote + quote)}'`;
}

function encodeForUrl(value: string): string | undefined {
	try {
		return encodeURIComponent(value);
	} catch {
		// A lone surrogate has no encoding.
		return undefined;
	}
}

/** From HOST:PORT or a URL. */
function hostAndPort(at: string | undefined): Pick<Values, 'host' | 'port'> {
	if (at === undefined) return {};
	const text = clean(at, 2000);
	const match =
		/^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/@\s]*@)?(\[[0-9a-f:.]+\]|[\p{L}\p{N}_][\p{L}\p{N}._-]{0,252})(?::(\d{1,5}))?(?:[/?#]|$)/iu.exec(
			text,
		);
	if (!match) return {};
	const [, scheme, host, port] = match;
	return {host, port: port ?? (scheme ? portOf(scheme) : undefined)};
}

const portOf = (scheme: string) => (scheme.toLowerCase() === 'http' ? '80' : '443');
