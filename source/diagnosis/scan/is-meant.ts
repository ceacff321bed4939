import type {ProviderId} from '../../grant.js';
import type {Case} from '../catalogue/case.js';
import type {Diagnosis, Failure} from '../diagnosis.js';
import {oauthErrors} from '../families/oauth-error.js';
import {responseCodes} from '../families/response-code.js';

/** Programs, protocols and answers that have to do with mail. */
const ofMail =
	/\b(?:java(?:x|karta)?\.mail|jakarta\.mail|com\.sun\.mail|angus\.mail|Authentication(?:Failed|Credentials)|MailConnect|Send(?:Failed|Mail)|(?:smtp|imap|pop3?)\w*|imaplib|smtplib|poplib|(?:host|server|remote)\b[^\r\n]{0,80} said|invalid login|xoauth2|oauthbearer|nodemailer|imapflow|outlook\.com|office365|gmail)/i;
const answer =
	/(?:^|->)[ \t]*(?:[SC]:[ \t]*)?(?:(?:\*|[a-z0-9.]{1,20})[ \t]+(?:no|bad|bye)\b|-err\b|[45]\d\d[ -]|(?:\+|334) eyJ)/im;
const ofOauth =
	/AADSTS|error\\?["']|error=|\binvalid_|\berror [45]\d\d\b|google|gmail|microsoft|entra|oauth|access blocked|admin approval|\bscopes?\b|client_secret|\bapp\b|access token|\bjwt\b/i;
const ofProviders =
	/google|gmail|microsoft|office365|outlook|oauth|\b(?:imap|pop3?|smtp)[\w.-]*|:(?:993|995|587|465|143|110)\b/i;
/** Codes as systems and libraries print them: after a call, after "Error", in a field. */
const printed =
	/(?:\b(?:connect|read|write|listen|getaddrinfo|query\w*|bind)\s+E[A-Z_]{3,}|(?:^|[\s:"(])(?:\w*Error|Exception|error|code)\b["']?\s*(?:[:=]\s*)?\s*["']?\S|^\s*(?:E[A-Z]{3,}|[A-Z]+_[A-Z_]+)\b|error:[0-9a-f]{8})/im;
const alone = /^\s*(?:Error:\s*)?[\w' /-]{5,60}\.?\s*$/;
const local = ['EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'EMFILE', 'EDQUOT'];
const refusal =
	/<title>[^<]{0,80}(?:denied|blocked|forbidden|proxy|unauthori[sz]ed|not allowed|restricted|captive|sign.?on|error|[45]\d\d)/i;

/** Where a text stands. */
export type Surroundings = {
	/** A line that a server of this host writes of its own work. */
	readonly isDaemon: boolean;
	/** The text is all there is: somebody chose it. */
	readonly isAlone: boolean;
};

/** Whether a case is what the words are about, and not a chance likeness: other programs speak of sessions, limits and credentials too. */
export function isCaseMeant(
	found: Case,
	text: string,
	failure: Failure,
	{isDaemon, isAlone}: Surroundings,
): boolean {
	const isTold = found.match.some(
		({aadsts, text: words}) => aadsts !== undefined || words?.test(text),
	);
	// A bounce or a scanner's broken handshake is daily work of a server; a provider's own words are not.
	if (isDaemon && (found.provider === 'any' || !isTold)) return false;
	if (found.match.some(({isPage}) => isPage)) return refusal.test(text);
	if (needs[found.id]?.test(text) === false) return false;
	if (isAlone) return true;
	if (failure.code !== undefined) return isCodeMeant(failure.code, text);
	if (isOfMail(found)) return answer.test(text) || ofMail.test(text) || enabled.test(text);
	return ofOauth.test(text);
}

/** What has to be said beside words that others use too. */
const needs: Readonly<Record<string, RegExp>> = {
	'g-no-refresh-token': /mail\.google\.com|\bya29\./i,
	'g-api-disabled': /google|gmail/i,
	'g-sa-user-invalid': /invalid_grant|error_description|google/i,
	'ms-mixed-resources': /AADSTS|\bscope\b[^\r\n]{0,120}more than one resource/i,
};

const enabled = /\b(?:Imap|Pop)Enabled\s*:/i;

function isOfMail({stages}: Case): boolean {
	return stages.every(stage => ['imap', 'pop3', 'smtp', 'send'].includes(stage));
}

function isCodeMeant(code: string, text: string): boolean {
	if (local.includes(code)) return false;
	return printed.test(text) || alone.test(text) || ofProviders.test(text);
}

/** Whether a text without a case is an error of the family that was found for it. */
export function isFamilyMeant(
	{id, title}: Diagnosis,
	text: string,
	{code, oauth, smtp, response, challenge}: Failure,
	{isDaemon, isAlone}: Surroundings,
): boolean {
	if (id !== undefined || title === 'mailgrant has no explanation for this') return false;
	if (oauth?.errorCodes?.length) return true;
	if (isDaemon) return false;
	if (code !== undefined) {
		if (local.includes(code)) return isAlone;
		return isKnownCode(code) && isCodeMeant(code, text);
	}
	if (challenge !== undefined) return /"status"\s*:/.test(challenge);
	if (response) {
		if (response.code !== undefined) return Object.hasOwn(responseCodes, response.code);
		return /^\S+[ \t]+NO\b|-ERR\b/m.test(text) && credentials.test(text);
	}
	if (oauth?.error && Object.hasOwn(oauthErrors, oauth.error.toLowerCase())) {
		return /error\\?["']\s*:|[?&]error=/.test(text) || isAlone;
	}
	if (oauth?.subtype) return true;
	return smtp !== undefined && isReply(text, smtp);
}

const credentials = /\b(?:authenticat|credential|log[io]n|password|token|xoauth2|oauthbearer)/i;

const isKnownCode = (code: string) =>
	/^(?:E(?:NOTFOUND|AI_\w+|CONN\w+|NETUNREACH|HOSTUNREACH|TIMEDOUT|SOCKETTIMEDOUT|ADDR\w+|PIPE|PROTO)|UND_ERR_\w+|ERR_(?:SSL|TLS)_\w+|CERT_\w+|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_\w+)$/.test(
		code,
	);

/** A reply whose two codes fit together (RFC 3463 §2), or one about the sign-in (RFC 4954 §6). */
function isReply(text: string, {replyCode = 0, enhancedCode}: NonNullable<Failure['smtp']>) {
	if (replyCode < 400) return false;
	if (enhancedCode) return enhancedCode.startsWith(String(replyCode).slice(0, 1));
	return [454, 530, 534, 535, 538].includes(replyCode) && credentials.test(text);
}

/** Who speaks, when the words give it away. */
export function speakerOf(text: string): ProviderId | undefined {
	if (
		/AADSTS|\boutlook\.(?:com|office)|office365|microsoft|exchangelabs|\b[45]\.(?:7\.(?:57|60|66|139|7\d\d)|2\.252)\b|STOREDRV|aka\.ms\//i.test(
			text,
		)
	) {
		return 'microsoft';
	}
	return /\bgsmtp\b|google|gmail|error_subtype|\bya29\./i.test(text) ? 'google' : undefined;
}
