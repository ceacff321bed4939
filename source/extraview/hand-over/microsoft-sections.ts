import {fillStep} from '../../diagnosis/fill.js';
import {type Protocol, protocolsOf} from '../../grant.js';
import {senderSettings} from '../senders.js';
import {azureCli} from './azure-cli.js';
import {originOf} from './origin-of.js';
import type {Section, Sheet, SheetLine} from './sheet.js';

/** What a tenant's admins do beside the registration itself: consent, switches of the mailbox, rights to send as, and the same as commands. */
export function microsoftSections(sheet: Sheet): readonly Section[] {
	if (sheet.grant.flow === 'app-only') return [switches(sheet)];
	return [
		consent(sheet),
		switches(sheet),
		...(sheet.grant.account ? [shared(sheet)] : []),
		sendAs(sheet),
		// The IDs of its permissions are known for the global cloud.
		...(isGlobal(sheet) ? [azureCli(sheet)] : []),
	];
}

const isGlobal = ({grant}: Sheet) => grant.cloud === undefined || grant.cloud === 'global';

/** What the member of a shared mailbox needs. */
function shared({grant}: Sheet): Section {
	return {
		title: 'The shared mailbox',
		steps: [
			'{account} signs in for {mailbox}, and needs rights on it:',
			{
				powershell:
					'Add-MailboxPermission -Identity {mailbox} -User {account} -AccessRights FullAccess',
			},
			...(grant.outgoing === 'none'
				? []
				: [
						{
							powershell:
								'Add-RecipientPermission -Identity {mailbox} -Trustee {account} -AccessRights SendAs',
						},
						'At the SMTP server {account} signs in too, so that SMTP AUTH may have to be on for it as well:',
						{
							powershell: 'Set-CASMailbox {account} -SmtpClientAuthenticationDisabled $false',
						},
					]),
		],
	};
}

function consent({settings}: Sheet): Section {
	const login = originOf(settings.authorizeUrl) ?? 'https://login.microsoftonline.com';
	return {
		title: 'Admin consent',
		steps: [
			'Since late 2025 most tenants demand an admin’s consent for programs that read mail. After the registration an admin opens:',
			{url: `${login}/{tenant}/adminconsent?client_id={clientId}`},
			'Or: Entra admin center → App registrations → the app → API permissions → Grant admin consent.',
		],
	};
}

/** https://learn.microsoft.com/en-us/powershell/module/exchange/set-casmailbox */
const switchOf: Readonly<Record<Protocol, string>> = {
	imap: '-ImapEnabled $true',
	pop3: '-PopEnabled $true',
	smtp: '-SmtpClientAuthenticationDisabled $false',
};

function switches({grant, provider}: Sheet): Section {
	const protocols = protocolsOf(grant);
	return {
		title: 'Protocols of the mailbox (Exchange Online PowerShell)',
		steps: [
			{powershell: 'Install-Module ExchangeOnlineManagement'},
			{
				powershell: `Connect-ExchangeOnline -Organization {tenant}${provider.powershell?.exchange ?? ''}`,
			},
			{
				powershell:
					'Get-CASMailbox {mailbox} | fl ImapEnabled,PopEnabled,SmtpClientAuthenticationDisabled',
			},
			{
				powershell: `Set-CASMailbox {mailbox} ${protocols.map(protocol => switchOf[protocol]).join(' ')}`,
			},
			...(protocols.includes('smtp')
				? [
						// https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
						'SMTP AUTH is off in organizations made since 2020. The mailbox’s own switch above wins over the one of the organization, which can stay as it is:',
						{powershell: 'Get-TransportConfig | fl SmtpClientAuthenticationDisabled'},
						'Check too whether security defaults are on in Entra ID: by Microsoft’s page they switch SMTP AUTH off and have to be switched off for it.',
					]
				: []),
		],
	};
}

function sendAs({grant, senders, values}: Sheet): Section {
	if (grant.outgoing === 'none') {
		return {title: 'Rights to send as', steps: ['None: nothing is sent with this grant.']};
	}
	// https://learn.microsoft.com/en-us/powershell/module/exchange/add-recipientpermission
	const command =
		'Add-RecipientPermission -Identity {sender} -Trustee {account} -AccessRights SendAs';
	const lines: readonly SheetLine[] =
		senders.length === 0
			? [{powershell: command}]
			: senders.map(sender => ({whole: fillStep({powershell: command}, {...values, sender})}));
	return {
		title: 'Rights to send as',
		steps: [
			`ExtraView sends as the addresses in ${senderSettings.map(({source}) => source).join(', ')}. Each that is not {mailbox} needs Send As:`,
			...lines,
			'For an alias of the mailbox, instead:',
			{powershell: 'Set-OrganizationConfig -SendFromAliasEnabled $true'},
		],
	};
}
