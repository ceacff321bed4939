import type {Case} from './case.js';

export const connect = {powershell: 'Connect-ExchangeOnline -Organization {tenant}'};
const showRights = {powershell: 'Get-MailboxPermission -Identity {mailbox}'};
const untilItCounts = 'It can take an hour until the change counts.';

/** A shared mailbox that does not open to the account which signs in for it. */
export const memberWithoutAccess: Case['withMember'] = {
	title: '{account} may not open the shared mailbox',
	cause:
		'Exchange takes it and does not open {mailbox}: most often {account} has no Full Access to it.',
	fix: [
		connect,
		showRights,
		{
			powershell:
				'Add-MailboxPermission -Identity {mailbox} -User {account} -AccessRights FullAccess',
		},
		untilItCounts,
	],
	who: 'admin',
};

/** A mailbox that does not open to the application, which signs in as itself. */
export const appWithoutAccess: Case['withApp'] = {
	title: 'The application may not open the mailbox',
	cause:
		'Exchange takes the application’s own token and does not open {mailbox}: its service principal may have no Full Access to it, IMAP or POP3 may be off for it, or there is no mailbox or licence.',
	fix: [
		connect,
		'ObjectId is that of the service principal, in the line with {clientId}:',
		{powershell: 'Get-ServicePrincipal | fl AppId,ObjectId,DisplayName'},
		showRights,
		{
			powershell:
				'Add-MailboxPermission -Identity {mailbox} -User SERVICE_PRINCIPAL_OBJECT_ID -AccessRights FullAccess',
		},
		untilItCounts,
	],
	who: 'admin',
};
