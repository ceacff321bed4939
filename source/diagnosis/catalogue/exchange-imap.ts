import {inStep} from '../../checklist/step-id.js';
import {
	closedByExchange,
	notOpenedByImap,
	refusedApplication,
	refusedByImap,
	refusedDelegate,
} from '../other-causes/exchange.js';
import type {Case} from './case.js';
import {appWithoutAccess, connect, memberWithoutAccess} from './exchange-access.js';

const howTo =
	'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';
const protocols =
	'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/pop3-and-imap4/enable-or-disable-pop3-or-imap4-access';
const showProtocols = {
	powershell: 'Get-CASMailbox -Identity {mailbox} | fl ImapEnabled,PopEnabled',
};
const enable = {
	powershell: 'Set-CASMailbox -Identity {mailbox} -ImapEnabled $true -PopEnabled $true',
};

/** Exchange Online by IMAP, and what both protocols share. The better explanation stands first. */
export const exchangeImap: readonly Case[] = [
	{
		id: 'exo-imap-disabled',
		provider: 'microsoft',
		stages: ['imap', 'pop3'],
		match: [{text: /\b(?:ImapEnabled|PopEnabled)\s*:\s*False\b/i}],
		title: 'The protocol is switched off for the mailbox',
		cause: 'An admin, or the plan of the mailbox, has IMAP or POP3 disabled.',
		fix: [
			connect,
			enable,
			'Or: Microsoft 365 admin center → Active users → {mailbox} → Mail → Manage email apps.',
			'It can take an hour until the change counts.',
		],
		who: 'admin',
		see: protocols,
	},
	{
		id: 'exo-imap-not-connected',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /User is authenticated but not connected/i}],
		title: 'The token is good, the mailbox does not open',
		cause:
			'Exchange accepts the token but does not open {mailbox}: another account signed in and lacks Full Access, IMAP is off for the mailbox, or there is no mailbox or licence.',
		fix: [
			`See in ${inStep('sign-in')} who signed in; it has to be {mailbox}, or a member with Full Access to it.`,
			connect,
			showProtocols,
			enable,
			{
				powershell:
					'Add-MailboxPermission -Identity {mailbox} -User MEMBER -AccessRights FullAccess',
			},
			'Personal outlook.com: Settings → Mail → Forwarding and IMAP → Let devices and apps use IMAP.',
		],
		who: 'admin',
		confidence: 'likely',
		see: howTo,
		step: 'sign-in',
		isUnexplained: true,
		withMember: memberWithoutAccess,
		withApp: appWithoutAccess,
		others: notOpenedByImap,
	},
	{
		id: 'exo-sp-not-registered',
		provider: 'microsoft',
		stages: ['imap', 'pop3', 'smtp', 'send'],
		match: [
			{
				isAppOnly: true,
				text: /\bNO AUTHENTICATE failed|-ERR (?:Authentication|Logon) failure|5\.7\.3\b/i,
			},
			{text: /\bidtyp\W+app\b[\s\S]*\bNO AUTHENTICATE failed/i},
		],
		title: 'Exchange does not know the app as a service principal',
		cause:
			'The token is the application’s own. Exchange takes those only after its service principal was registered there, with the Object ID of the enterprise application, and given rights on the mailbox.',
		fix: [
			'In PowerShell, with {clientId} in the place of CLIENT_ID:',
			connect,
			{powershell: 'Connect-MgGraph -Scopes Application.Read.All'},
			{powershell: '$sp = Get-MgServicePrincipal -Filter "appId eq \'CLIENT_ID\'"'},
			{
				powershell:
					"New-ServicePrincipal -AppId $sp.AppId -ObjectId $sp.Id -DisplayName 'Mail app'",
			},
			{
				powershell:
					'Add-MailboxPermission -Identity {mailbox} -User $sp.Id -AccessRights FullAccess',
			},
			'To send, in the same PowerShell:',
			{
				powershell:
					'Add-RecipientPermission -Identity {mailbox} -Trustee $sp.Id -AccessRights SendAs -Confirm:$false',
			},
		],
		who: 'admin',
		confidence: 'likely',
		see: howTo,
		others: refusedApplication,
	},
	{
		id: 'exo-shared-upn-syntax',
		provider: 'microsoft',
		stages: ['imap', 'pop3'],
		match: [{text: /\buser=[^\s\\]+@[^\s\\]+\\[^\s\\]+/i}],
		title: 'OWNER\\SHARED is no user name with OAuth2',
		cause: 'The old form for shared mailboxes belongs to passwords; with a token it is refused.',
		fix: [
			`Enter only the shared mailbox’s address in ${inStep('provider')}.`,
			'Sign in as a member who has Full Access to it.',
		],
		who: 'you',
		step: 'provider',
		confidence: 'likely',
		others: refusedDelegate,
	},
	{
		id: 'exo-bye-14',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /\bBYE Connection (?:is )?closed\. 14\b/i}],
		title: 'Closed after repeated refusals',
		cause:
			'Exchange ends a connection after several refused commands. The number is not the cause: the answer before it is. After “NO AUTHENTICATE failed” that is the token: for another service, without the scope, expired, or of another account.',
		fix: [
			'Read the answer before it in the transcript (t).',
			`If it refused the sign-in: sign in again as {account}, with only https://outlook.office.com/ scopes in ${inStep('provider')}.`,
		],
		who: 'you',
		confidence: 'likely',
		see: 'https://github.com/jstedfast/MailKit/issues/1496',
		step: 'sign-in',
		isUnexplained: true,
		others: closedByExchange,
	},
	{
		id: 'exo-imap-authenticate-failed',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /\bNO AUTHENTICATE failed\b/i}, {text: /^\s*AUTHENTICATE failed\.?\s*$/i}],
		title: 'Exchange refuses the token',
		cause:
			'One answer for every fault: the token is for another service, lacks IMAP.AccessAsUser.All, has expired, or is of another account or tenant; or the mailbox has IMAP disabled.',
		fix: [
			`Sign in again as {account}, with only https://outlook.office.com/ scopes in ${inStep('provider')}.`,
			showProtocols,
			'Try the account in another program such as Thunderbird: if it fails there too, the tenant refuses.',
		],
		who: 'you',
		confidence: 'possible',
		see: howTo,
		step: 'sign-in',
		isUnexplained: true,
		withGoodToken: {
			cause:
				'Exchange gives one answer for every fault; what is left is the mailbox or the tenant: IMAP switched off for {mailbox}, or a rule that refuses it.',
			fix: [connect, showProtocols, enable, 'It can take an hour until the change counts.'],
			who: 'admin',
		},
		others: refusedByImap,
	},
	{
		id: 'exo-imap-login-failed',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /\bNO LOGIN failed\b/i}],
		title: 'Exchange takes no passwords',
		cause:
			'A password was sent. Exchange Online no longer takes any for IMAP and POP3, although it still offers the method.',
		fix: ['Sign in with a token (XOAUTH2). An app password does not help.'],
		who: 'you',
	},
	{
		id: 'exo-imap-throttled',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /Request is throttled\. Suggested Backoff Time/i}],
		title: 'Exchange asks to wait',
		cause: 'The mailbox has used up its budget. The server’s words tell the milliseconds to wait.',
		fix: ['Wait that long, often five minutes.', 'Close other programs that read this mailbox.'],
		who: 'you',
		transient: true,
	},
	{
		id: 'exo-unavailable-15',
		provider: 'microsoft',
		stages: ['imap', 'pop3'],
		match: [{text: /\bServer Unavailable\. 15\b/i}],
		title: 'The mailbox server is busy',
		cause: 'Throttling, a mailbox that is being moved, or a message that the server stumbles over.',
		fix: [
			'Wait a minute and try again.',
			'If one folder always fails, an admin opens a ticket with Microsoft.',
		],
		who: 'you',
		transient: true,
		confidence: 'likely',
	},
	{
		id: 'exo-cmd-error-12',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /\bBAD Command Error\. 12\b/i}, {text: /^\s*Command Error\. 12\s*$/i}],
		title: 'Exchange did not understand the command',
		cause:
			'The server could not read the line. At times it says so of good ones, after many connections in a row.',
		fix: [
			'Wait half a minute and try again.',
			'If it stays, keep the transcript (t) and ask Microsoft.',
		],
		who: 'you',
		confidence: 'possible',
	},
	{
		id: 'exo-bye-13',
		provider: 'microsoft',
		stages: ['imap'],
		match: [{text: /\bBYE Connection is closed\. 13\b/i}],
		title: 'Idle for too long',
		cause: 'The server ended a connection on which nothing happened.',
		fix: ['Try again.'],
		who: 'you',
		transient: true,
		confidence: 'possible',
	},
];
