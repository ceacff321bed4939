import {stripControls} from '../clean.js';

/** No answer that explains anything is longer; it bounds the work of the patterns below. */
const longest = 20_000;

/** Text that patterns are held against: no escapes, capped, line breaks kept. */
export const readable = (text: string) => stripControls(text.slice(0, longest));

/** Microsoft's numbers, in the order in which they stand. */
export function aadstsNumbers(text: string): readonly number[] {
	return [...text.matchAll(/\bAADSTS(\d{4,8})\b/gi)].map(match => Number(match[1]));
}

/** The last refusal of an SMTP dialogue or reply, or its last 2xx when none is refused. RFC 5321 §4.2, RFC 3463 §2. */
export function smtpReply(
	text: string,
): {readonly replyCode: number; readonly enhancedCode?: string} | undefined {
	const replies = [
		...text.matchAll(/^\s*(?:S:\s*)?([2-5]\d\d)[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?(?=\s|\S)/gm),
	].map(match => ({replyCode: Number(match[1]), enhancedCode: match[2]}));
	const refused = replies.filter(reply => reply.replyCode >= 400);
	const last = (refused.length > 0 ? refused : replies).at(-1);
	if (!last) return undefined;
	// The last line of a multiline reply may lack what the lines before it carry.
	const enhancedCode =
		last.enhancedCode ??
		replies.findLast(reply => reply.replyCode === last.replyCode && reply.enhancedCode)
			?.enhancedCode;
	return {replyCode: last.replyCode, enhancedCode};
}

/** Status and response code of the last refusing IMAP line (RFC 9051 §7.1) or POP3 line (RFC 2449 §8). */
export function mailResponse(
	text: string,
):
	| {readonly protocol: 'imap' | 'pop3'; readonly status: string; readonly code?: string}
	| undefined {
	const lines = [
		...text.matchAll(
			/(?:^|->)[ \t]*(?:S:[ \t]*)?(?:(?:\*|[A-Za-z0-9.]{1,20})[ \t]+(NO|BAD|BYE)|(-ERR))\b[ \t]*(?:\[([A-Z][A-Z0-9/-]*)[^\]\r\n]*\])?/gm,
		),
	];
	const line = lines.findLast(match => match[1] !== 'BYE') ?? lines.at(-1);
	if (!line) return undefined;
	return {
		protocol: line[2] ? 'pop3' : 'imap',
		status: line[1] ?? '-ERR',
		code: line[3],
	};
}
