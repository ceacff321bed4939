import type {Protocol} from '../../grant.js';
import type {MailFaults, Mechanism, Refusal} from '../faults.js';
import type {Dialect} from '../oauth/dialect.js';
import {plainScopes} from '../oauth/scopes.js';
import type {TokenBook} from '../oauth/token-book.js';
import type {Mailbox, MailStore} from './mail-store.js';
import {readBearer} from './read-bearer.js';

/** What the mail servers share. */
export type MailContext = {
	readonly store: MailStore;
	readonly tokens: TokenBook;
	readonly now: () => number;
};

export type Verdict =
	| {
			readonly ok: true;
			readonly mailbox: Mailbox;
			readonly account: string;
			/** The token is taken and the mailbox does not open: said to each command that asks something of it. */
			readonly shut?: string;
	  }
	| {readonly ok: false; readonly refusal: Refusal};

/** The scope, as tokens list it, that opens a protocol. */
const needed: Record<Dialect, Record<Protocol, string>> = {
	microsoft: {imap: 'IMAP.AccessAsUser.All', pop3: 'POP.AccessAsUser.All', smtp: 'SMTP.Send'},
	google: {
		imap: 'https://mail.google.com/',
		pop3: 'https://mail.google.com/',
		smtp: 'https://mail.google.com/',
	},
	plain: plainScopes,
};

const audiences: Record<Dialect, readonly string[]> = {
	microsoft: ['https://outlook.office.com', 'https://outlook.office365.com'],
	google: ['https://mail.google.com/'],
	plain: ['practice-mail'],
};

/** Judges a SASL response (decoded) at a protocol's server: token, audience, scope, account. */
export function judgeToken(
	context: MailContext,
	protocol: Protocol,
	mechanism: Mechanism,
	response: string,
	faults: MailFaults,
): Verdict {
	const bearer = readBearer(mechanism, response);
	const dialect = dialectOf(context, bearer?.token);
	if (faults.refusal) return {ok: false, refusal: faults.refusal};
	const refused: Verdict = {ok: false, refusal: refusals[dialect][protocol]};
	if (!bearer) return refused;
	const token = context.tokens.findAccess(bearer.token);
	if (!token || token.expiresAt <= context.now()) return refused;
	if (!audiences[dialect].includes(token.audience)) return refused;
	const mailbox = context.store.find(bearer.user);
	if (!mailbox) return refused;
	if (token.isAppOnly) {
		const isAllowed = token.roles?.includes(roles[protocol]) === true;
		if (!isAllowed || !context.store.isOpenToApp(mailbox.address)) return refused;
		return {ok: true, mailbox, account: mailbox.address};
	}
	if (!token.shortNames.includes(needed[dialect][protocol])) return refused;
	if (!context.store.mayUse(token.account, bearer.user)) {
		const shut = dialect === 'microsoft' ? notOpened[protocol] : undefined;
		return shut ? {ok: true, mailbox, account: token.account, shut} : refused;
	}
	// Exchange’s SMTP takes the member of a shared mailbox as user, and not the mailbox.
	const isShared = token.account.toLowerCase() !== mailbox.address.toLowerCase();
	if (
		protocol === 'smtp' &&
		dialect === 'microsoft' &&
		isShared !== (faults.isSharedUser === true)
	) {
		return refused;
	}
	return {ok: true, mailbox, account: token.account};
}

/** What Exchange says to who may not use the mailbox, only after the sign-in. */
const notOpened: Partial<Record<Protocol, string>> = {
	imap: 'BAD User is authenticated but not connected.',
	pop3: '-ERR',
};

/** The application permission that opens a protocol without a user. */
const roles: Record<Protocol, string> = {
	imap: 'IMAP.AccessAsApp',
	pop3: 'POP.AccessAsApp',
	smtp: 'SMTP.SendAsApp',
};

/** Whose manner a refusal has: a token tells, even one that nobody issued. */
function dialectOf(context: MailContext, token: string | undefined): Dialect {
	const known = token === undefined ? undefined : context.tokens.findAccess(token);
	if (known) return known.dialect;
	return token?.startsWith('ya29.') ? 'google' : 'microsoft';
}

const googleChallenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';

/** RFC 7628 §3.2.2 */
const plainChallenge = (protocol: Protocol) =>
	JSON.stringify({status: 'invalid_token', scope: plainScopes[protocol]});

const refusals: Record<Dialect, Record<Protocol, Refusal>> = {
	microsoft: {
		imap: {text: 'NO AUTHENTICATE failed.'},
		pop3: {text: '-ERR Authentication failure: unknown user name or bad password.'},
		smtp: {text: '535 5.7.3 Authentication unsuccessful [practice.example]'},
	},
	google: {
		imap: {
			challenge: googleChallenge,
			text: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
		},
		pop3: {
			challenge: googleChallenge,
			text: '-ERR [AUTH] Username and password not accepted.',
		},
		smtp: {
			challenge: googleChallenge,
			text: '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp',
		},
	},
	plain: {
		imap: {
			challenge: plainChallenge('imap'),
			text: 'NO [AUTHENTICATIONFAILED] The access token is not valid here.',
		},
		pop3: {
			challenge: plainChallenge('pop3'),
			text: '-ERR [AUTH] The access token is not valid here.',
		},
		smtp: {
			challenge: plainChallenge('smtp'),
			text: '535 5.7.8 The access token is not valid here.',
		},
	},
};
