import {inStep} from '../../checklist/step-id.js';
import {notOpenedByPop3, refusedByPop3} from '../other-causes/exchange.js';
import type {Case} from './case.js';
import {appWithoutAccess, memberWithoutAccess} from './exchange-access.js';

const howTo =
	'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';
const protocols =
	'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/pop3-and-imap4/enable-or-disable-pop3-or-imap4-access';
const showProtocols = {
	powershell: 'Get-CASMailbox -Identity {mailbox} | fl ImapEnabled,PopEnabled',
};

/** Exchange Online by POP3. The better explanation stands first. */
export const exchangePop3: readonly Case[] = [
	{
		id: 'exo-pop-not-connected',
		provider: 'microsoft',
		stages: ['pop3'],
		match: [{text: /\+OK User successfully (?:authenticated|logged on)[\s\S]*-ERR/i}],
		title: 'The token is good, the mailbox does not open',
		cause:
			'Exchange accepts the token but does not open {mailbox}: POP3 is off for it, another account signed in, or Full Access is missing.',
		fix: [
			showProtocols,
			{powershell: 'Set-CASMailbox -Identity {mailbox} -PopEnabled $true'},
			`See in ${inStep('sign-in')} who signed in; it has to be {mailbox}, or a member with Full Access to it.`,
		],
		who: 'admin',
		confidence: 'likely',
		see: protocols,
		isUnexplained: true,
		withMember: memberWithoutAccess,
		withApp: appWithoutAccess,
		others: notOpenedByPop3,
	},
	{
		id: 'exo-pop-auth-failed',
		provider: 'microsoft',
		stages: ['pop3'],
		match: [{text: /(?:Authentication|Logon) failure: unknown user name or bad password/i}],
		title: 'Exchange refuses the token',
		cause:
			'No password is meant, whatever the words: the token is for another service, lacks POP.AccessAsUser.All, has expired or is of another account; or POP3 is off for the mailbox.',
		fix: [
			`Sign in again as {account}, with only https://outlook.office.com/ scopes in ${inStep('provider')}.`,
			{powershell: 'Set-CASMailbox -Identity {mailbox} -PopEnabled $true'},
		],
		who: 'you',
		confidence: 'possible',
		see: howTo,
		step: 'sign-in',
		isUnexplained: true,
		withGoodToken: {
			cause:
				'No password is meant, whatever the words; what is left is the mailbox or the tenant: POP3 switched off for {mailbox}, or a rule that refuses it.',
			fix: [
				showProtocols,
				{powershell: 'Set-CASMailbox -Identity {mailbox} -PopEnabled $true'},
				'It can take an hour until the change counts.',
			],
			who: 'admin',
		},
		others: refusedByPop3,
	},
	{
		id: 'exo-pop-one-line',
		provider: 'microsoft',
		stages: ['pop3'],
		match: [
			{text: /-ERR Protocol error\.? ?Connection is closed/i},
			{text: /^\s*Protocol error\.? ?Connection is closed/i},
		],
		title: 'The sign-in line is too long for Exchange',
		cause:
			'Exchange’s POP3 takes only short lines. mailgrant sends the token on a line of its own; with tokens over 4,096 characters some tenants refuse that too.',
		fix: [
			`Read the mailbox by IMAP instead (${inStep('provider')}).`,
			'Or make the token shorter: take group claims out of the app’s token configuration.',
		],
		who: 'you',
		confidence: 'likely',
		see: 'https://github.com/jstedfast/MailKit/issues/1948',
		step: 'provider',
	},
];
