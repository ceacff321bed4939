import type {ProviderId} from '../grant.js';
import type {Failure, Stage} from './diagnosis.js';
import {aadstsNumbers, mailResponse, readable, smtpReply} from './extract.js';
import {maskSecrets} from './said.js';

/** A failure from free text, such as a line of a log, a page or a transcript: what an adapter would have found in it. Of `provider` only the manner of speech is taken. */
export function failureFromText(text: string, provider?: ProviderId): Failure {
	const words = readable(text);
	const code = codeIn(words);
	const oauth = oauthIn(words, provider);
	const reply = smtpReply(words);
	const response = mailResponse(words);
	return {
		stage: stageOf({code, oauth, reply, response}),
		message: maskSecrets(words).trim(),
		...(code && {code}),
		...(atIn(words) && {at: atIn(words)}),
		...(oauth && {oauth}),
		...(reply && !response && {smtp: reply}),
		...(response && {
			protocol: response.protocol,
			response: {status: response.status, code: response.code},
		}),
		...(challengeIn(words) && {challenge: challengeIn(words)}),
	};
}

function stageOf({
	code,
	oauth,
	reply,
	response,
}: {
	readonly code?: string;
	readonly oauth?: Failure['oauth'];
	readonly reply?: Failure['smtp'];
	readonly response?: ReturnType<typeof mailResponse>;
}): Stage {
	if (code === 'EADDRINUSE') return 'authorize';
	if (code)
		return /^(?:E[A-Z_]+|UND_ERR_[A-Z_]+)$/.test(code) && !code.startsWith('ERR_')
			? 'network'
			: 'tls';
	if (response) return response.protocol;
	if (reply) return 'smtp';
	return oauth ? 'token' : 'local';
}

const codes =
	/\b(?:ENOTFOUND|EAI_[A-Z]+|ECONN(?:REFUSED|RESET|ABORTED)|E(?:NET|HOST)UNREACH|ETIMEDOUT|ESOCKETTIMEDOUT|EADDRINUSE|EADDRNOTAVAIL|EPIPE|EPROTO|ENOSPC|EACCES|EPERM|EROFS|EMFILE|UND_ERR_[A-Z_]+|ERR_(?:SSL|TLS)_[A-Z0-9_]+|CERT_[A-Z_]+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_[A-Z_]+)\b/i;

/** Wordings of systems and TLS libraries that stand where the code is not printed. */
const wordings: readonly (readonly [RegExp, string])[] = [
	[/\bNXDOMAIN\b/, 'ENOTFOUND'],
	[/socket disconnected before secure TLS|\bsocket hang up\b/i, 'ECONNRESET'],
	[/^(?:Error: )?Connection timeout$/im, 'ETIMEDOUT'],
	[/\bwrong version number\b/i, 'ERR_SSL_WRONG_VERSION_NUMBER'],
	[/\bpacket length too long\b/i, 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
	[/self[- ]signed certificate in certificate chain/i, 'SELF_SIGNED_CERT_IN_CHAIN'],
	[/unable to get (?:local )?issuer certificate/i, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
	[/unable to verify the first certificate/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	[/\bself[- ]signed certificate\b/i, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	[/\bcertificate has expired\b/i, 'CERT_HAS_EXPIRED'],
	[/\bcertificate is not yet valid\b/i, 'CERT_NOT_YET_VALID'],
	[/does not match certificate's altnames/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
];

function codeIn(text: string): string | undefined {
	return (
		codes.exec(text)?.[0].toUpperCase() ?? wordings.find(([pattern]) => pattern.test(text))?.[1]
	);
}

/** Where it was: the address that the system's own message names. */
const atIn = (text: string) =>
	/\b(?:connect|listen|getaddrinfo)\s+E[A-Z_]+:?\s+(?:address already in use\s+)?([\w.:[\]-]{1,260})/i.exec(
		text,
	)?.[1];

/** From a JSON body, the query of a redirect, a page of Google's, or Microsoft's numbers alone. */
function oauthIn(text: string, provider: ProviderId | undefined): Failure['oauth'] | undefined {
	if (/^\s*<(?:!doctype|html)\b/i.test(text)) return {contentType: 'text/html'};
	const errorCodes = numbersIn(text);
	const error =
		jsonText(text, 'error') ??
		/(?:^|[?&\s])error=([\w.-]{1,100})/.exec(text)?.[1] ??
		/\bError 4\d\d: ([a-z_]{3,60})\b/i.exec(text)?.[1];
	const description = jsonText(text, 'error_description') ?? queryText(text, 'error_description');
	const subtype = jsonText(text, 'error_subtype') ?? queryText(text, 'error_subtype');
	const isTokenAnswer = /"access_token"\s*:/.test(text);
	const isPageOfGoogle =
		provider === 'google' && /\bAccess blocked\b|\bThis app is blocked\b/.test(text);
	if (!error && !subtype && errorCodes.length === 0 && !isTokenAnswer && !isPageOfGoogle) {
		return undefined;
	}
	return {
		...(error && {error}),
		...(description && {description: maskSecrets(description)}),
		...(errorCodes.length > 0 && {errorCodes}),
		...(subtype && {subtype}),
	};
}

function numbersIn(text: string): readonly number[] {
	const list = /"error_codes"\s*:\s*\[([\d,\s]{1,200})\]/.exec(text)?.[1];
	const numbers = (list?.split(',') ?? []).map(Number).filter(number => number > 0);
	return numbers.length > 0 ? numbers : [...new Set(aadstsNumbers(text))];
}

/** A text member of a JSON object, wherever it stands; logs cut bodies and escape them anew, so no parser reads them. */
function jsonText(text: string, name: string): string | undefined {
	const raw = new RegExp(`\\\\?"${name}\\\\?"\\s*:\\s*\\\\?"((?:[^"\\\\]|\\\\[^"]){0,4000})`).exec(
		text,
	)?.[1];
	return raw?.replace(/\\[rnt]/g, ' ').replace(/\\(.)/g, '$1');
}

function queryText(text: string, name: string): string | undefined {
	const raw = new RegExp(`[?&\\s]${name}=([^&\\s]{1,4000})`).exec(text)?.[1];
	if (raw === undefined) return undefined;
	try {
		return decodeURIComponent(raw.replaceAll('+', ' '));
	} catch {
		return raw;
	}
}

/** The error report that Gmail and RFC 7628 §3.2.2 hide in base64. */
function challengeIn(text: string): string | undefined {
	const base64 = /(?:^|\s)(?:\+|334)\s(eyJ[\w+/]{10,2000}={0,2})/.exec(text)?.[1];
	if (base64 === undefined) return undefined;
	try {
		return atob(base64).slice(0, 2000);
	} catch {
		return undefined;
	}
}
