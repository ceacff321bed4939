import {inStep} from '../../checklist/step-id.js';
import type {OtherCause} from './other-cause.js';

const access =
	'admin.google.com → Apps → Google Workspace → Gmail → End User Access → POP and IMAP access';
const settings = 'Gmail → Settings → See all settings → Forwarding and POP/IMAP';

const ofTheToken: readonly OtherCause[] = [
	{
		title: 'The token’s scope is not https://mail.google.com/',
		check: `It is not among the granted scopes of ${inStep('sign-in')}; gmail.readonly and gmail.send do not do.`,
		unless: ['scope'],
	},
	{
		title: 'The token is of another account',
		check: `The result of ${inStep('sign-in')} shows another account than {account}.`,
		unless: ['account'],
	},
	{
		title: 'The token has expired',
		check: 'The same test succeeds when it is run again, since the token is renewed before it.',
		unless: ['expiry'],
	},
];

/** Gmail refuses a token by IMAP. */
export const refusedByGmailImap: readonly OtherCause[] = [
	...ofTheToken,
	{id: 'g-imap-user-disabled', check: `As {mailbox}: ${settings} has IMAP off.`},
	{id: 'g-imap-domain-disabled', check: `${access} is off, or leaves this Client ID out.`},
	{id: 'g-imap-lookup-failed', check: '{mailbox} can’t open Gmail in a browser.'},
];

/** Gmail refuses a token by POP3. */
export const refusedByGmailPop3: readonly OtherCause[] = [
	...ofTheToken,
	{title: 'POP3 is off in the account’s settings', check: `As {mailbox}: ${settings} has POP off.`},
	{
		title: 'POP3 is off in the Workspace',
		check: `${access} is off, or leaves this Client ID out.`,
	},
	{
		title: 'A password was sent',
		check: 'USER and PASS stand in the dialogue, not AUTH XOAUTH2.',
	},
];

/** Gmail refuses a token by SMTP. */
export const refusedByGmailSmtp: readonly OtherCause[] = [
	...ofTheToken,
	{
		title: 'A password was sent',
		check: 'AUTH LOGIN or AUTH PLAIN stands in the dialogue, not AUTH XOAUTH2.',
	},
];

/** The challenge alone: 400 and 401 tell two kinds apart. */
export const refusedInChallenge: readonly OtherCause[] = ofTheToken;
