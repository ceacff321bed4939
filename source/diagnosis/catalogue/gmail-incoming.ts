import {inStep} from '../../checklist/step-id.js';
import {refusedByGmailImap, refusedByGmailPop3, refusedInChallenge} from '../other-causes/gmail.js';
import type {Case} from './case.js';

const xoauth2 = 'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol';
const again =
	'Sign in again as {account}, with the scope https://mail.google.com/ and its box ticked.';
const access =
	'admin.google.com → Apps → Google Workspace → Gmail → End User Access → POP and IMAP access';

/** Gmail by IMAP and POP3. The better explanation stands first. */
export const gmailIncoming: readonly Case[] = [
	{
		id: 'g-imap-domain-disabled',
		provider: 'google',
		stages: ['imap'],
		match: [
			{response: ['ALERT'], text: /IMAP access is disabled for your domain/i},
			{text: /IMAP access is disabled for your domain/i},
		],
		title: 'IMAP is off in the Workspace',
		cause:
			'The admin has IMAP switched off for this part of the organization, or keeps it for listed clients.',
		fix: [
			`Admin: ${access}: on, or add the Client ID to the listed ones.`,
			'It can take up to 24 hours.',
		],
		who: 'admin',
	},
	{
		id: 'g-imap-user-disabled',
		provider: 'google',
		stages: ['imap'],
		match: [
			{response: ['ALERT'], text: /not enabled for IMAP use/i},
			{text: /not enabled for IMAP use/i},
		],
		title: 'IMAP is off in the account’s settings',
		cause: 'The Gmail settings of {mailbox} have IMAP disabled.',
		fix: [
			'As {mailbox}: Gmail → Settings → See all settings → Forwarding and POP/IMAP → Enable IMAP.',
		],
		who: 'user',
	},
	{
		id: 'g-imap-too-many',
		provider: 'google',
		stages: ['imap'],
		match: [
			{response: ['ALERT'], text: /Too many simultaneous connections/i},
			{text: /Too many simultaneous connections/i},
		],
		title: 'Too many IMAP connections',
		cause: 'Gmail allows 15 for one account, all programs together.',
		fix: ['Close other programs that read this mailbox, and try again in a few minutes.'],
		who: 'user',
		transient: true,
	},
	{
		id: 'g-imap-overquota',
		provider: 'google',
		stages: ['imap', 'pop3'],
		match: [{text: /Account exceeded command or bandwidth limits/i}, {response: ['OVERQUOTA']}],
		title: 'The account has used up its bandwidth',
		cause: 'Gmail limits what an account may load in a day, about 2,500 MB by IMAP.',
		fix: ['Wait up to 24 hours.', 'See which program loads so much.'],
		who: 'user',
		transient: true,
	},
	{
		id: 'g-imap-session-expired',
		provider: 'google',
		stages: ['imap'],
		match: [{text: /Session expired, please login again/i}],
		title: 'The session is over',
		cause: 'A session that was opened with a token ends with it, after an hour.',
		fix: ['Connect again with a fresh token.'],
		who: 'you',
		transient: true,
	},
	{
		id: 'g-imap-lookup-failed',
		provider: 'google',
		stages: ['imap'],
		match: [{text: /\bNO Lookup failed\b/i}, {text: /^\s*Lookup failed\b/i}],
		title: 'Google finds no mailbox of this name',
		cause:
			'{mailbox} is no Gmail mailbox: a service account’s own address, or a user without Gmail.',
		fix: [
			`Enter the address of a user with Gmail in ${inStep('provider')}.`,
			'Admin: admin.google.com → Apps → Google Workspace → Gmail is on for that user.',
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'g-imap-authfailed',
		provider: 'google',
		stages: ['imap'],
		match: [
			{response: ['AUTHENTICATIONFAILED'], text: /Invalid credentials/i},
			{text: /\[AUTHENTICATIONFAILED\] Invalid credentials/i},
		],
		title: 'Gmail refuses the token',
		cause:
			'The token’s scope is not https://mail.google.com/ (gmail.readonly and the like do not open IMAP), another account signed in, or the token has expired.',
		fix: [again, `See in ${inStep('sign-in')} who signed in and which scopes were granted.`],
		who: 'you',
		confidence: 'possible',
		see: xoauth2,
		step: 'sign-in',
		isUnexplained: true,
		others: refusedByGmailImap,
	},
	{
		id: 'g-pop-auth',
		provider: 'google',
		stages: ['pop3'],
		match: [
			{response: ['AUTH'], text: /not accepted|Web login required|credentials/i},
			{text: /-ERR \[AUTH\]/i},
		],
		title: 'Gmail refuses the sign-in',
		cause:
			'The token’s scope is not https://mail.google.com/, another account signed in, or the token has expired; or a password was sent.',
		fix: [again, `POP3 has to be on too: Gmail → Settings → Forwarding and POP/IMAP; ${access}.`],
		who: 'you',
		confidence: 'possible',
		see: xoauth2,
		step: 'sign-in',
		isUnexplained: true,
		others: refusedByGmailPop3,
	},
];

/** Any of Gmail's protocols: only when nothing better is known. */
export const gmailChallenge: readonly Case[] = [
	{
		id: 'g-sasl-challenge',
		provider: 'google',
		stages: ['imap', 'pop3', 'smtp', 'send'],
		match: [
			{text: /(?:\+|\b334) eyJzdGF0dXMi/},
			{text: /"status"\s*:\s*"40[01]"[^{}]{0,300}"scope"\s*:\s*"https:\/\/mail\.google\.com\/"/},
		],
		title: 'Gmail reports why in a challenge, and it is the token',
		cause:
			'The server’s challenge is an error report: status 400 is a token that is of no use for this scope or user, 401 one that is not valid or has expired.',
		fix: [again],
		who: 'you',
		confidence: 'likely',
		see: xoauth2,
		step: 'sign-in',
		isUnexplained: true,
		others: refusedInChallenge,
	},
];
