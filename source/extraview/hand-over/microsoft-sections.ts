import type {Step} from '../../diagnosis/catalogue/case.js';
import {fillStep} from '../../diagnosis/fill.js';
import {type Protocol, protocolsOf} from '../../grant.js';
import {senderSettings} from '../senders.js';
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
						'SMTP AUTH is off in organizations made since 2020, and security defaults switch it off. The mailbox’s own switch above wins over the one of the organization, which can stay as it is:',
						{powershell: 'Get-TransportConfig | fl SmtpClientAuthenticationDisabled'},
					]
				: []),
		],
	};
}

function sendAs({grant, senders, values}: Sheet): Section {
	if (grant.outgoing === 'none') {
		return {title: 'Rights to send as', steps: ['None: nothing is sent with this grant.']};
	}
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

/** Of Microsoft Graph: https://learn.microsoft.com/en-us/graph/permissions-reference */
const graph = '00000003-0000-0000-c000-000000000000';
const permissions: Readonly<Record<Protocol, string>> = {
	imap: '652390e4-393a-48de-9484-05f9b1212954=Scope',
	pop3: 'd7b7f2d9-0f45-4ea1-9d42-e50810c06991=Scope',
	smtp: '258f6531-6087-4cc4-bb90-092c5fb3ed3f=Scope',
};
const offlineAccess = '7427e0e9-2fba-42fe-b0c0-848c9e6a8182=Scope';

/** The registration without the portal. */
function azureCli({grant, settings}: Sheet): Section {
	const uris = settings.extraviewRedirectUri
		? '{redirectUri} {extraviewRedirectUri}'
		: '{redirectUri}';
	const wanted = protocolsOf(grant).map(protocol => permissions[protocol]);
	const register: readonly Step[] = grant.clientId
		? [
				'The app is there already. These two lines show its redirect URIs and replace them all, so keep in the second what else the first one shows:',
				{shell: 'az ad app show --id {clientId} --query web.redirectUris'},
				{shell: `az ad app update --id {clientId} --web-redirect-uris ${uris}`},
			]
		: [
				{
					shell: `az ad app create --display-name 'ExtraView mail' --sign-in-audience AzureADMyOrg --web-redirect-uris ${uris} --query appId`,
				},
				'It prints the Client ID, which takes the place of CLIENT_ID below.',
			];
	return {
		title: 'The registration as commands, instead of the portal (Azure CLI, in a POSIX shell)',
		steps: [
			{shell: 'az login --tenant {tenant} --allow-no-subscriptions'},
			...register,
			{
				shell: `az ad app permission add --id {clientId} --api ${graph} --api-permissions ${[...wanted, offlineAccess].join(' ')}`,
			},
			...(grant.flow === 'device'
				? [{shell: 'az ad app update --id {clientId} --is-fallback-public-client true'}]
				: []),
			{shell: 'az ad app permission admin-consent --id {clientId}'},
			'The next one prints a new client secret, once. Run it where nobody looks on:',
			{shell: 'az ad app credential reset --id {clientId} --append --years 1'},
		],
	};
}

function originOf(url: string | undefined): string | undefined {
	return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
