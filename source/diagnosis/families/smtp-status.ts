import {inStep} from '../../checklist/step-id.js';
import {refusedAnywhere} from '../other-causes/any-server.js';
import type {Families, Family} from './family.js';
import {familyIn} from './family.js';

const refusedToken: Family = {
	title: 'The mail server refuses the sign-in',
	cause:
		'It does not accept token and user together and gives no reason: wrong scope or audience, an expired token, another account, or a mailbox that may not send.',
	fix: [
		'Sign in again as {account}.',
		'Ask whoever runs {host} what its log says of this attempt.',
	],
	who: 'you',
	step: 'sign-in',
	isUnexplained: true,
	others: refusedAnywhere,
};

/** Enhanced status codes without their class: RFC 3463 §3, RFC 4954 §6, RFC 7504. */
const bySubject: Families = {
	'1.1': {
		title: 'The recipient does not exist',
		cause: 'The server knows no mailbox of this address.',
		fix: ['Check the recipient of the test message.'],
		who: 'you',
		confidence: 'likely',
	},
	'1.2': {
		title: 'The recipient’s domain takes no mail',
		cause: 'The server finds no mail system for the domain of the address.',
		fix: ['Check the recipient of the test message.'],
		who: 'you',
		confidence: 'likely',
	},
	'1.7': {
		title: 'The sender’s address is malformed',
		cause: 'The server does not accept the form of the sender’s address.',
		fix: [`Check the Email Address of ${inStep('provider')}.`],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	'1.8': {
		title: 'The sender’s domain is not known',
		cause: 'The server does not accept the sender, or finds no mail system for its domain.',
		fix: [
			`Check the Email Address of ${inStep('provider')}.`,
			'Ask the admin of the mail service if it is right.',
		],
		who: 'admin',
	},
	'2.1': {
		title: 'The mailbox is disabled',
		cause: 'The mailbox exists but takes no messages.',
		fix: ['An admin of the mailbox enables it.'],
		who: 'admin',
		confidence: 'likely',
	},
	'2.2': {
		title: 'The mailbox is full',
		cause: 'The mailbox has used up its space.',
		fix: ['Delete or move messages, or have its quota raised.'],
		who: 'user',
		confidence: 'likely',
	},
	'3.4': {
		title: 'The message is too big for the server',
		cause: 'The server’s limit for one message is smaller.',
		fix: ['Send less, or have the limit raised.'],
		who: 'admin',
		confidence: 'likely',
	},
	'7.1': {
		title: 'The server does not allow this message',
		cause: 'By its rules this account may not send to this recipient, or as this sender.',
		fix: ['Send as {mailbox}, to itself.', 'Otherwise ask the admin of the mail service.'],
		who: 'admin',
	},
	'7.3': refusedToken,
	'7.8': refusedToken,
	'7.9': {
		title: 'The server finds the sign-in method too weak',
		cause: 'For this account it wants another method than the one that was used.',
		fix: [
			`See in ${inStep('services')} which methods {host} offers, and ask its admin to allow XOAUTH2 or OAUTHBEARER.`,
		],
		who: 'admin',
		confidence: 'likely',
		step: 'services',
	},
	'7.11': {
		title: 'The server wants encryption first',
		cause: 'It takes sign-ins only over TLS.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) set SMTP security to starttls or tls, as the port needs it.`,
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	'7.26': {
		title: 'The receiver finds the sender unauthenticated',
		cause: 'The domain of the From address passes neither SPF nor DKIM.',
		fix: ['Send with {mailbox} as From address.', 'Admin of the domain: SPF and DKIM.'],
		who: 'admin',
		confidence: 'likely',
	},
};

const bySubjectAlone: Families = {
	'1': {
		title: 'The server refuses an address',
		cause: 'Sender or recipient is not accepted; the server’s words say which and why.',
		fix: ['Check Email Address and recipient.'],
		who: 'you',
	},
	'2': {
		title: 'The mailbox refuses the message',
		cause: 'The address is right, but its mailbox does not take the message.',
		fix: ['Ask the admin of that mailbox.'],
		who: 'admin',
	},
	'3': {
		title: 'The mail system refuses the message',
		cause: 'The server is full, busy, or not set up for such messages.',
		fix: ['Try again later; if it stays, ask its admin.'],
		who: 'admin',
	},
	'4': {
		title: 'The server can’t pass the message on',
		cause: 'Something on the way to the recipient, or a limit of the route, is in between.',
		fix: ['Try again later; if it stays, ask the admin of the mail service.'],
		who: 'network',
	},
	'5': {
		title: 'Server and client do not understand each other',
		cause: 'The server found a command that it does not know, or in the wrong place.',
		fix: [`Look at the transcript (t), and check host and port of ${inStep('provider')}.`],
		who: 'you',
		step: 'provider',
	},
	'6': {
		title: 'The server refuses the message’s content',
		cause: 'Something in the form of the message is not accepted.',
		fix: ['Ask the admin of the mail service, with the server’s words.'],
		who: 'admin',
	},
	'7': {
		title: 'A rule of the server forbids it',
		cause: 'The server refuses for reasons of security or policy; its words say which.',
		fix: ['Ask the admin of the mail service, with the server’s words.'],
		who: 'admin',
	},
};

const byReply: Families = {
	'421': {
		title: 'The server ends the connection',
		cause: 'It is busy, shutting down, or wants no more connections from here for now.',
		fix: ['Try again in a few minutes.'],
		who: 'network',
	},
	'454': {
		title: 'The sign-in can’t be checked at the moment',
		cause:
			'The server has a temporary fault with sign-ins (RFC 4954 §4), or sees too many of them.',
		fix: ['Wait a few minutes and try again.'],
		who: 'network',
	},
	'530': {
		title: 'The server wants a sign-in, or encryption, first',
		cause: 'The command came before what the server demands.',
		fix: [`In ${inStep('provider')} (Ctrl+O): port 587 with starttls, 465 with tls.`],
		who: 'you',
		step: 'provider',
	},
	'504': {
		title: 'The server does not know the sign-in method',
		cause: 'It offers neither XOAUTH2 nor OAUTHBEARER in this place.',
		fix: [`See in ${inStep('services')} what {host} offers.`],
		who: 'admin',
		step: 'services',
	},
	'534': {
		title: 'The server refuses the sign-in method',
		cause: 'For this account it wants another method than the one that was used.',
		fix: [`See in ${inStep('services')} which methods {host} offers.`],
		who: 'admin',
		step: 'services',
	},
	'535': refusedToken,
	'538': {
		title: 'The server wants encryption first',
		cause: 'It takes this sign-in method only over TLS.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) set SMTP security to starttls or tls, as the port needs it.`,
		],
		who: 'you',
		step: 'provider',
	},
	'550': {
		title: 'The server refuses the address or the message',
		cause: 'The mailbox is not there, or a rule forbids it; the server’s words say which.',
		fix: ['Check recipient and sender.'],
		who: 'you',
	},
	'553': {
		title: 'The server refuses the sender or recipient',
		cause: 'The address is not allowed; as sender it often has to be the one that signed in.',
		fix: [
			'Send as {mailbox}.',
			'Otherwise ask the admin of the mail service for the right to send as another.',
		],
		who: 'admin',
	},
};

/** What reply and enhanced status code say for certain; a reply of 4xx is temporary by its own word (RFC 5321 §4.2.1). */
export function smtpFamily(
	reply: number | undefined,
	enhanced: string | undefined,
): Family | undefined {
	const [kind, subject, detail] = (enhanced ?? '').split('.');
	const family =
		familyIn(bySubject, `${subject}.${detail}`) ??
		familyIn(byReply, reply?.toString()) ??
		familyIn(bySubjectAlone, subject) ??
		anyRefusal(reply);
	if (!family) return undefined;
	const isTransient = reply === undefined ? kind === '4' : reply >= 400 && reply < 500;
	return isTransient ? {...family, transient: true} : family;
}

function anyRefusal(reply: number | undefined): Family | undefined {
	if (reply === undefined || reply < 400) return undefined;
	return {
		title: 'The mail server refuses',
		cause: `It answers ${reply}: ${reply < 500 ? 'not now' : 'not at all'}. Its words are all there is.`,
		fix: ['Ask the admin of {host}, with the server’s words.'],
		who: 'admin',
	};
}
