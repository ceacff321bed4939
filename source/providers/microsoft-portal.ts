import type {MicrosoftCloud} from './microsoft-clouds.js';
import type {PortalAction} from './provider.js';

const delegated = 'API permissions → Add → Microsoft Graph → Delegated';
const application =
	'API permissions → Add → APIs my organization uses → Office 365 Exchange Online → Application permissions';

/** The walk through Microsoft’s portal, and through Exchange for an app that signs in as itself. */
export function microsoftPortal({
	portal,
	exchange,
	graph,
}: MicrosoftCloud): readonly PortalAction[] {
	return [
		{
			id: 'open',
			text: 'Sign on to the portal with an account that may register applications',
			values: [portal],
		},
		{
			id: 'new',
			text: 'App registrations → New registration; give it a name',
			values: ['ExtraView mail'],
		},
		{
			id: 'accounts',
			text: 'Supported account types: this organizational directory only. A redirect URI with a query is not accepted where personal accounts are',
			by: 'person',
		},
		{
			id: 'app-accounts',
			text: 'Supported account types: this organizational directory only; no redirect URI',
			by: 'app',
		},
		{
			id: 'redirect',
			text: 'Redirect URI: platform Web, and the address of this host',
			values: ['{redirectUri}'],
			by: 'person',
		},
		{
			id: 'extraview',
			text: 'Authentication → add ExtraView\u2019s own address to the same platform',
			values: ['{extraviewRedirectUri}'],
			by: 'person',
			when: 'extraview',
		},
		{id: 'imap', text: delegated, values: ['IMAP.AccessAsUser.All'], by: 'person', when: 'imap'},
		{id: 'pop3', text: delegated, values: ['POP.AccessAsUser.All'], by: 'person', when: 'pop3'},
		{id: 'smtp', text: delegated, values: ['SMTP.Send'], by: 'person', when: 'smtp'},
		{id: 'app-imap', text: application, values: ['IMAP.AccessAsApp'], by: 'app', when: 'imap'},
		{id: 'app-pop3', text: application, values: ['POP.AccessAsApp'], by: 'app', when: 'pop3'},
		{id: 'app-smtp', text: application, values: ['SMTP.SendAsApp'], by: 'app', when: 'smtp'},
		{id: 'offline', text: delegated, values: ['offline_access'], by: 'person'},
		{
			id: 'consent',
			text: 'API permissions → Grant admin consent. Most tenants demand it since late 2025',
			by: 'person',
		},
		{
			id: 'app-consent',
			text: 'API permissions → Grant admin consent. Without it the token comes all the same, but without its roles',
			by: 'app',
		},
		{id: 'public', text: 'Authentication → Allow public client flows: Yes', when: 'device'},
		{
			id: 'secret',
			text: 'Certificates & secrets → New client secret; copy its Value at once, it is shown once. The Secret ID is not it',
			by: 'person',
		},
		{
			id: 'app-secret',
			text: 'Certificates & secrets → New client secret; copy its Value, not the Secret ID. Or Certificates → Upload: mailgrant certificate NAME --make --out FILE makes one',
			by: 'app',
		},
		{
			id: 'overview',
			text: 'Overview → keep Application (client) ID and Directory (tenant) ID at hand',
		},
		{
			id: 'app-exchange',
			text: 'An Exchange admin registers the app in PowerShell. Its Object ID is the one of Enterprise applications, which the second line looks up; the one on the page of App registrations is another, and the usual mistake',
			values: [
				{powershell: `Connect-ExchangeOnline -Organization {tenant}${exchange}`},
				{powershell: `Connect-MgGraph -Scopes Application.Read.All${graph}`},
				{powershell: `$sp = Get-MgServicePrincipal -Filter "appId eq '{clientId}'"`},
				{
					powershell:
						"New-ServicePrincipal -AppId $sp.AppId -ObjectId $sp.Id -DisplayName 'Mail app'",
				},
			],
			by: 'app',
		},
		{
			id: 'app-mailbox',
			text: 'In the same PowerShell: the app may open this mailbox, and no other without a line of its own',
			values: [
				{
					powershell:
						'Add-MailboxPermission -Identity {mailbox} -User $sp.Id -AccessRights FullAccess',
				},
			],
			by: 'app',
		},
		{
			id: 'app-send-as',
			text: 'In the same PowerShell: the app may send as this mailbox',
			values: [
				{
					powershell:
						'Add-RecipientPermission -Identity {mailbox} -Trustee $sp.Id -AccessRights SendAs -Confirm:$false',
				},
			],
			by: 'app',
			when: 'smtp',
		},
	];
}
