import type {Step} from '../../diagnosis/catalogue/step.js';
import {type Protocol, protocolsOf} from '../../grant.js';
import {originOf} from './origin-of.js';
import type {Section, Sheet} from './sheet.js';

/** Microsoft Graph itself: https://learn.microsoft.com/en-us/cli/azure/ad/app/permission */
const graph = '00000003-0000-0000-c000-000000000000';

type Permission = {readonly name: string; readonly id: string};

/** IDs as in https://github.com/microsoftgraph/microsoft-graph-devx-content/blob/01345536cc483b527066a747989f622a140bcb1c/permissions/permissions-descriptions.json, delegatedScopesList */
const permissions: Readonly<Record<Protocol, Permission>> = {
	imap: {name: 'IMAP.AccessAsUser.All', id: '652390e4-393a-48de-9484-05f9b1212954'},
	pop3: {name: 'POP.AccessAsUser.All', id: 'd7b7f2d9-0f45-4ea1-9d42-e50810c06991'},
	smtp: {name: 'SMTP.Send', id: '258f6531-6087-4cc4-bb90-092c5fb3ed3f'},
};

// Not in that file: the ID is one that many public registrations agree on.
const offlineAccess: Permission = {
	name: 'offline_access',
	id: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
};

/** Names of the Azure CLI for the clouds that sign in elsewhere: https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud */
const clouds: Readonly<Record<string, string>> = {
	'https://login.microsoftonline.us': 'AzureUSGovernment',
	'https://login.partner.microsoftonline.cn': 'AzureChinaCloud',
	'https://login.chinacloudapi.cn': 'AzureChinaCloud',
};

/** The registration without the portal. Flags as in https://github.com/Azure/azure-cli/blob/01ce0346a4b9e0c6e1f1ea1d0e746fb7bb401cb4/src/azure-cli/azure/cli/command_modules/role/_params.py */
export function azureCli(sheet: Sheet): Section {
	const cloud = clouds[originOf(sheet.settings.authorizeUrl) ?? ''];
	return {
		title: 'The registration as commands, instead of the portal (Azure CLI, in a POSIX shell)',
		steps: [
			'Taken from Microsoft’s documents and tried in no tenant: read what each line answers.',
			...(cloud ? [{shell: `az cloud set --name ${cloud}`}] : []),
			// --allow-no-subscriptions: https://github.com/Azure/azure-cli/pull/2929
			{shell: 'az login --tenant {tenant} --allow-no-subscriptions'},
			...application(sheet),
			...permission(sheet),
			...consent(cloud),
			// https://learn.microsoft.com/en-us/cli/azure/ad/app/credential
			'The next one prints a new client secret, once. Run it where nobody looks on. Without --append it would delete all secrets that are there:',
			{shell: 'az ad app credential reset --id {clientId} --append --years 1'},
		],
	};
}

function application({grant, settings}: Sheet): readonly Step[] {
	const uris = settings.extraviewRedirectUri
		? '{redirectUri} {extraviewRedirectUri}'
		: '{redirectUri}';
	if (grant.clientId) {
		return [
			'The app is there already. These two lines show its redirect URIs of the platform Web and replace them all, so keep in the second what else the first one shows:',
			{shell: 'az ad app show --id {clientId} --query web.redirectUris --output tsv'},
			{shell: `az ad app update --id {clientId} --web-redirect-uris ${uris}`},
			'Consent needs the app’s service principal in the tenant. The first line shows it; only if it finds none, the second makes it:',
			{shell: 'az ad sp show --id {clientId} --query id --output tsv'},
			{shell: 'az ad sp create --id {clientId}'},
		];
	}
	return [
		{
			shell: `az ad app create --display-name 'ExtraView mail' --sign-in-audience AzureADMyOrg --web-redirect-uris ${uris} --query appId --output tsv`,
		},
		'It prints the Client ID, which takes the place of CLIENT_ID below. Consent needs a service principal too:',
		// That `grant` fails without one: https://github.com/Azure/azure-cli/pull/14144
		{shell: 'az ad sp create --id {clientId}'},
	];
}

function permission({grant}: Sheet): readonly Step[] {
	const wanted = [...protocolsOf(grant).map(protocol => permissions[protocol]), offlineAccess];
	const ids = wanted.map(({id}) => `${id}=Scope`).join(' ');
	return [
		`The IDs stand for ${wanted.map(({name}) => name).join(', ')}; check afterwards that API permissions of the app shows these names:`,
		{
			shell: `az ad app permission add --id {clientId} --api ${graph} --api-permissions ${ids}`,
		},
		...(grant.flow === 'device'
			? [{shell: 'az ad app update --id {clientId} --is-fallback-public-client true'}]
			: []),
	];
}

/** https://learn.microsoft.com/en-us/cli/azure/ad/app/permission */
function consent(cloud: string | undefined): readonly Step[] {
	// “This command is not yet supported on sovereign clouds”: role/custom.py of the Azure CLI.
	if (cloud) {
		return ['The Azure CLI gives admin consent in the public cloud only: see “Admin consent”.'];
	}
	return [
		'A Global Administrator gives consent with the next line. Whether each permission then says Granted, check under API permissions; if not, see “Admin consent”:',
		{shell: 'az ad app permission admin-consent --id {clientId}'},
	];
}
