import {inStep} from '../../checklist/step-id.js';
import {refusedAnywhere} from '../other-causes/any-server.js';
import type {Families, Family} from './family.js';

const refused: Family = {
	title: 'The mail server refuses the sign-in',
	cause:
		'It does not accept token and user together and gives no reason: wrong scope or audience, an expired token, or another account.',
	fix: [
		'Sign in again as {account}.',
		'Ask whoever runs {host} what its log says of this attempt.',
	],
	who: 'you',
	step: 'sign-in',
	isUnexplained: true,
	others: refusedAnywhere,
};
const later: Family = {
	title: 'The mail server can’t do it at the moment',
	cause: 'It reports a temporary trouble of its own.',
	fix: ['Try again in a few minutes.'],
	who: 'network',
	transient: true,
	confidence: 'likely',
};
const inUse: Family = {
	title: 'The mailbox is in use',
	cause: 'Another program holds the mailbox open, and the server lets only one in.',
	fix: ['End the other program, or wait until it is done.'],
	who: 'user',
	transient: true,
	confidence: 'likely',
};

/** Response codes of IMAP (RFC 5530, RFC 9051 §7.1) and POP3 (RFC 2449 §8, RFC 3206). */
export const responseCodes: Families = {
	AUTHENTICATIONFAILED: refused,
	AUTH: refused,
	AUTHORIZATIONFAILED: {
		title: 'The account may not open this mailbox',
		cause: 'The token is good, but its account may not act for {mailbox}.',
		fix: ['Sign in as {account}, or have its admin give the account access.'],
		who: 'admin',
		confidence: 'likely',
		step: 'sign-in',
	},
	EXPIRED: {
		title: 'The sign-in has expired',
		cause: 'The server says that token or account is past its end.',
		fix: ['Sign in again as {account}.'],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
	PRIVACYREQUIRED: {
		title: 'The server wants encryption first',
		cause: 'It does this only over TLS.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) set the security of the service to tls or starttls, as the port needs it.`,
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	CONTACTADMIN: {
		title: 'The server asks to contact its admin',
		cause: 'Something that only the admin of the mail service can repair.',
		fix: ['Ask the admin of {host}, with the server’s words.'],
		who: 'admin',
		confidence: 'likely',
	},
	NOPERM: {
		title: 'The account may not do this',
		cause: 'The sign-in succeeded, but a right is missing.',
		fix: ['Have the admin of the mailbox give the account access.'],
		who: 'admin',
		confidence: 'likely',
	},
	NONEXISTENT: {
		title: 'The mailbox does not exist',
		cause: 'The server knows no such folder or mailbox.',
		fix: [`Check the Email Address of ${inStep('provider')}.`],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	UNAVAILABLE: later,
	'SYS/TEMP': later,
	SERVERBUG: {...later, title: 'The mail server has a fault'},
	'SYS/PERM': {
		title: 'The mail server has a lasting fault',
		cause: 'It reports a trouble that does not end by itself.',
		fix: ['Ask the admin of {host}, with the server’s words.'],
		who: 'admin',
		confidence: 'likely',
	},
	INUSE: inUse,
	'IN-USE': inUse,
	'LOGIN-DELAY': {
		...later,
		title: 'Signed in too soon again',
		cause: 'The server wants more time between two sign-ins.',
	},
	LIMIT: {
		...later,
		title: 'A limit of the server is reached',
		cause: 'Too many connections, or too much asked for; the server’s words say which.',
	},
	OVERQUOTA: {
		title: 'A quota is used up',
		cause: 'The mailbox is full, or has used up what it may load.',
		fix: ['Delete or move messages, or wait until the quota is renewed.'],
		who: 'user',
	},
	CLIENTBUG: {
		title: 'The server takes offence at a command',
		cause: 'It reports a mistake of the client.',
		fix: ['Keep the transcript (t) and report it to the makers of mailgrant.'],
		who: 'you',
	},
	CANNOT: {
		title: 'The server can’t do this at all',
		cause: 'It can never carry out this command, whoever asks.',
		fix: [`Look at the transcript (t), and check host and port of ${inStep('provider')}.`],
		who: 'you',
		step: 'provider',
	},
};

/** A refusal without a code. */
export const refusedIncoming: Family = {
	title: 'The mail server refuses',
	cause: 'It gives no code for the reason. Its words are all there is.',
	fix: [
		'Look at the transcript (t) for what came before.',
		'Ask the admin of {host}, with the server’s words.',
	],
	who: 'admin',
};

/** What the challenge of a refused sign-in says (RFC 7628 §3.2.2). */
export function challengeFamily(challenge: string | undefined): Family | undefined {
	const status = /"status"\s*:\s*"?([\w-]{1,40})/.exec(challenge ?? '')?.[1]?.toLowerCase();
	if (status === undefined) return undefined;
	if (status === 'insufficient_scope') {
		return {
			title: 'The token lacks the scope',
			cause: 'The mail server says that the token’s scopes do not allow this.',
			fix: [
				`Compare the scope of ${inStep('provider')} (Ctrl+O) with what the server asks for.`,
				'Sign in again and accept every permission.',
			],
			who: 'app-owner',
			confidence: 'likely',
			step: 'provider',
		};
	}
	if (status === 'invalid_token' || status === '401') {
		return {
			...refused,
			title: 'The mail server does not accept the token',
			cause: 'It says that the token is not valid: expired, revoked, or made for something else.',
			fix: ['Sign in again as {account}.'],
			confidence: 'likely',
		};
	}
	return refused;
}
