import {inStep} from '../../checklist/step-id.js';
import {refusedByGmailSmtp} from '../other-causes/gmail.js';
import type {Case} from './case.js';

const stages = ['smtp', 'send'] as const;

/** Gmail by SMTP. The better explanation stands first. */
export const gmailOutgoing: readonly Case[] = [
	{
		id: 'g-smtp-534-app',
		provider: 'google',
		stages,
		match: [{text: /Application-specific password required|InvalidSecondFactor/i}],
		title: 'Gmail takes no plain password of this account',
		cause: 'A password was sent for an account with 2-step verification.',
		fix: ['Sign in with a token (XOAUTH2).'],
		who: 'user',
	},
	{
		id: 'g-smtp-534-web',
		provider: 'google',
		stages,
		match: [
			{reply: [534], enhanced: ['5.7.14']},
			{reply: [534], text: /Please log in (?:via|through|with) your web browser/i},
		],
		title: 'Google stopped a sign-in with a password',
		cause: 'A password was sent, and Google found the attempt suspicious.',
		fix: ['Sign in with a token (XOAUTH2).'],
		who: 'user',
	},
	{
		id: 'g-smtp-535',
		provider: 'google',
		stages,
		match: [
			{
				reply: [535],
				enhanced: ['5.7.8'],
				text: /Username and Password not accepted|BadCredentials|gsmtp/i,
			},
		],
		title: 'Gmail refuses the token',
		cause:
			'The words speak of a password, but most often it is the scope: SMTP needs https://mail.google.com/, and gmail.send is refused. Or another account signed in, or the token has expired.',
		fix: [
			'Sign in again as {account}, with the scope https://mail.google.com/ and its box ticked.',
			`See in ${inStep('sign-in')} who signed in and which scopes were granted.`,
		],
		who: 'you',
		confidence: 'possible',
		see: 'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
		step: 'sign-in',
		isUnexplained: true,
		others: refusedByGmailSmtp,
	},
	{
		id: 'g-smtp-line-long',
		provider: 'google',
		stages,
		match: [{reply: [555], enhanced: ['5.5.2']}, {text: /Syntax error, command line too long/i}],
		title: 'The sign-in line is too long',
		cause: 'Token and command were sent on one line, and the token is a long one.',
		fix: [
			'The token has to go on a line of its own (RFC 4954 §4), as mailgrant sends it: see whether a proxy joins the lines.',
		],
		who: 'you',
		confidence: 'likely',
	},
	{
		id: 'g-smtp-454',
		provider: 'google',
		stages,
		match: [
			{reply: [454], enhanced: ['4.7.0'], text: /Too many login attempts|Cannot authenticate/i},
		],
		title: 'Too many sign-ins in a short time',
		cause: 'Gmail lets this account wait, after many attempts or by a fault of its own.',
		fix: ['Stop whatever else keeps signing in, wait 10 to 60 minutes, and try once.'],
		who: 'you',
		transient: true,
	},
	{
		id: 'g-smtp-421',
		provider: 'google',
		stages,
		match: [
			{
				reply: [421],
				enhanced: ['4.7.0', '4.3.0', '4.4.2', '4.4.5'],
				text: /gsmtp|Try again later|unusual rate/i,
			},
		],
		title: 'Gmail puts the connection off',
		cause:
			'Too many connections, a doubtful host name in EHLO, the reputation of this address, or a fault at Google.',
		fix: [
			'Try again in a while, over one connection.',
			'Make sure that this host has a real name, and that mail goes to smtp.gmail.com.',
		],
		who: 'you',
		transient: true,
		confidence: 'likely',
	},
	{
		id: 'g-send-daily',
		provider: 'google',
		stages,
		match: [
			{reply: [550], enhanced: ['5.4.5']},
			{text: /Daily (?:user )?sending (?:quota|limit) exceeded/i},
		],
		title: 'The day’s limit of messages is reached',
		cause: 'The account has sent as much as Google allows in 24 hours. Signing in still works.',
		fix: ['Wait up to 24 hours.', 'Workspace: smtp-relay.gmail.com allows more.'],
		who: 'user',
		transient: true,
		see: 'https://support.google.com/a/answer/166852',
	},
	{
		id: 'g-send-57026',
		provider: 'google',
		stages,
		match: [{reply: [550], enhanced: ['5.7.26']}],
		title: 'The receiver finds the sender unauthenticated',
		cause: 'The domain of the From address passes neither SPF nor DKIM.',
		fix: [
			'Send with {mailbox} as From address.',
			'Admin of the domain: add the mail service to its SPF record and switch DKIM on.',
		],
		who: 'admin',
	},
];
