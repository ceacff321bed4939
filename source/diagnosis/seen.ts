import type {Failure, Stage, TokenFacts} from './diagnosis.js';
import {aadstsNumbers, mailResponse, readable, smtpReply} from './extract.js';

/** A failure, ready to be held against the catalogue: what it carries, and what only its words tell. */
export type Seen = {
	readonly stage: Stage;
	readonly text: string;
	readonly aadsts: readonly number[];
	readonly error?: string;
	readonly subtype?: string;
	readonly code?: string;
	readonly reply?: number;
	readonly enhanced?: string;
	readonly response?: string;
	readonly isPage: boolean;
	readonly isAppOnly: boolean;
	readonly httpStatus?: number;
};

export function seenOf(failure: Failure, token?: TokenFacts): Seen {
	const {stage, oauth, smtp, response, message} = failure;
	const text = readable(
		[
			message,
			response?.status && `${response.status} ${bracketed(response.code)}${message}`,
			oauth?.description,
			failure.challenge,
		]
			.filter(part => part)
			.join('\n'),
	);
	const isSmtp = stage === 'smtp' || stage === 'send';
	const reply = isSmtp ? smtpReply(message) : undefined;
	const isIncoming = stage === 'imap' || stage === 'pop3';
	return {
		stage,
		text,
		aadsts: oauth?.errorCodes?.length ? oauth.errorCodes : aadstsNumbers(text),
		error: oauth?.error?.toLowerCase(),
		subtype: oauth?.subtype?.toLowerCase(),
		code: failure.code?.toUpperCase(),
		reply: smtp?.replyCode ?? reply?.replyCode,
		enhanced: smtp?.enhancedCode ?? reply?.enhancedCode,
		response: (
			response?.code ?? (isIncoming ? mailResponse(message)?.code : undefined)
		)?.toUpperCase(),
		isPage: /\bhtml\b/i.test(oauth?.contentType ?? '') || /^\s*<(?:!doctype|html)\b/i.test(text),
		isAppOnly: token?.isAppOnly === true,
		httpStatus: oauth?.httpStatus,
	};
}

const bracketed = (code: string | undefined) => (code ? `[${code}] ` : '');
