import type {Case} from './case.js';

const howTo =
	'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';
const reports =
	'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online';
const stages = ['smtp', 'send'] as const;
const connect = {powershell: 'Connect-ExchangeOnline -Organization {tenant}'};
const sendAs = {
	powershell: 'Add-RecipientPermission -Identity SENDER -Trustee {mailbox} -AccessRights SendAs',
};

/** Exchange Online, once the sign-in of SMTP has succeeded. The better explanation stands first. */
export const exchangeSend: readonly Case[] = [
	{
		id: 'exo-smtp-430',
		provider: 'microsoft',
		stages,
		match: [
			{reply: [430], enhanced: ['4.2.0'], text: /logon failure/i},
			{text: /MapiExceptionLogonFailed/},
		],
		title: 'The app may not open the sender’s mailbox',
		cause:
			'The sign-in succeeded, but rights on the mailbox are missing. It looks temporary and is not: trying again never helps.',
		fix: [
			{
				powershell:
					'Add-MailboxPermission -Identity {mailbox} -User SERVICE_PRINCIPAL_OBJECT_ID -AccessRights FullAccess',
			},
			{
				powershell:
					'Add-RecipientPermission -Identity {mailbox} -Trustee SERVICE_PRINCIPAL_OBJECT_ID -AccessRights SendAs',
			},
			'Wait up to an hour, then test again.',
		],
		who: 'admin',
		see: howTo,
	},
	{
		id: 'exo-send-as-denied',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['5.2.252']}, {text: /\bSendAsDenied/}],
		title: 'The account may not send as this address',
		cause: 'The From address is not the mailbox that signed in, and the right Send As is missing.',
		fix: [
			'Send with {mailbox} as From address; in ExtraView that is the address of the From settings.',
			'Or an admin gives the right:',
			connect,
			sendAs,
			'For an alias of the mailbox:',
			{powershell: 'Set-OrganizationConfig -SendFromAliasEnabled $true'},
		],
		who: 'admin',
		see: howTo,
	},
	{
		id: 'exo-send-5760',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['5.7.60']}],
		title: 'The account may not send as this sender',
		cause:
			'The envelope’s sender is not the mailbox that signed in, and the right Send As is missing.',
		fix: ['Send with {mailbox} as sender, or an admin gives the right:', sendAs],
		who: 'admin',
		see: 'https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
	},
	{
		id: 'exo-send-concurrent',
		provider: 'microsoft',
		stages,
		match: [{reply: [432], enhanced: ['4.3.2']}, {text: /sender thread limit exceeded/i}],
		title: 'Too many connections at once',
		cause: 'A mailbox may send over three connections at the same time, and they are in use.',
		fix: ['Wait a moment and try again.', 'See which other programs send from this mailbox.'],
		who: 'you',
		transient: true,
		see: 'https://learn.microsoft.com/en-us/troubleshoot/exchange/send-emails/smtp-submission-improvements',
	},
	{
		id: 'exo-send-bad-sender',
		provider: 'microsoft',
		stages,
		match: [{reply: [550], enhanced: ['5.1.8']}, {text: /bad outbound sender/i}],
		title: 'The account is blocked for spam',
		cause:
			'Microsoft has put the account on the list of restricted entities, often after its password was stolen.',
		fix: [
			'Admin: reset the password, revoke the sessions, look through its inbox rules, then unblock it:',
			{url: 'https://security.microsoft.com/restrictedentities'},
		],
		who: 'admin',
		see: reports,
	},
	{
		id: 'exo-send-7708',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['5.7.703', '5.7.705', '5.7.708', '5.7.750']}],
		title: 'The tenant is restricted from sending',
		cause:
			'The whole organization is held back: a new or trial tenant without reputation, unregistered domains, or a wave of spam.',
		fix: [
			'Admin: a paid licence and time lift it for new tenants; otherwise open a support request with Microsoft.',
			'After a compromise: clean up first.',
		],
		who: 'admin',
		see: reports,
	},
];
