import type {Case} from './case.js';

/** A shared mailbox that does not open to the account which signs in for it. */
export const memberWithoutAccess: Case['withMember'] = {
	title: '{account} may not open the shared mailbox',
	cause:
		'Exchange takes it and does not open {mailbox}: most often {account} has no Full Access to it.',
	fix: [
		{powershell: 'Connect-ExchangeOnline -Organization {tenant}'},
		{powershell: 'Get-MailboxPermission -Identity {mailbox}'},
		{
			powershell:
				'Add-MailboxPermission -Identity {mailbox} -User {account} -AccessRights FullAccess',
		},
		'It can take an hour until the change counts.',
	],
	who: 'admin',
};
