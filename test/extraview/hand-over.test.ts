import {describe, expect, test} from 'vitest';
import {handOver} from '../../source/extraview/hand-over/hand-over.js';
import {providers} from '../../source/providers/providers.js';
import {grantWith} from '../helpers/records.js';

const tenant = '11111111-2222-3333-4444-555555555555';
const clientId = '99999999-2222-3333-4444-555555555555';
const extraviewUrl = 'https://track.acme.com/evj';
const extraview =
	'https://track.acme.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility';
const sheet = (changes: Parameters<typeof grantWith>[0] = {}, senders: readonly string[] = []) =>
	handOver(grantWith({tenant, extraviewUrl, ...changes}), providers, {senders});
const lines = (text: string) => text.split('\n').map(line => line.trim());

describe('for Microsoft', () => {
	test('has its parts in the order of the work', () => {
		expect(sheet().match(/^\d\. .*/gm)).toEqual([
			'1. Register the application (https://portal.azure.com/#home)',
			'2. Redirect URIs, letter for letter',
			'3. Permissions',
			'4. Admin consent',
			'5. Protocols of the mailbox (Exchange Online PowerShell)',
			'6. Rights to send as',
			'7. The registration as commands, instead of the portal (Azure CLI, in a POSIX shell)',
			'8. What to send back',
		]);
	});

	test('both redirect URIs stand whole, and quoted where a shell reads them', () => {
		expect(lines(sheet())).toEqual(
			expect.arrayContaining(['http://localhost:8765/callback', extraview]),
		);
		expect(sheet()).toContain(`--web-redirect-uris http://localhost:8765/callback '${extraview}'`);
	});

	test('the platform of the redirect URIs is named, and those that are not it', () => {
		expect(sheet()).toMatch(/- Platform: Web\. Not .*Mobile and desktop.*; not .*single-page/i);
	});

	test('commands have this grant’s names in them', () => {
		expect(lines(sheet({clientId}))).toEqual(
			expect.arrayContaining([
				`https://login.microsoftonline.com/${tenant}/adminconsent?client_id=${clientId}`,
				`Connect-ExchangeOnline -Organization ${tenant}`,
				'Set-CASMailbox evmail@acme.com -ImapEnabled $true -SmtpClientAuthenticationDisabled $false',
				`az ad app permission admin-consent --id ${clientId}`,
			]),
		);
	});

	test('only the switches and permissions of the chosen services are asked for', () => {
		const text = sheet({incoming: 'pop3', outgoing: 'none'});
		expect(text).toContain('Set-CASMailbox evmail@acme.com -PopEnabled $true\n');
		expect(text).not.toMatch(/SMTP\.Send|ImapEnabled \$true|Add-RecipientPermission/);
		expect(text).not.toContain('258f6531');
		expect(text).toContain('d7b7f2d9-0f45-4ea1-9d42-e50810c06991=Scope');
	});

	test('security defaults are asked after only where mail is sent', () => {
		expect(sheet()).toContain('security defaults are on');
		expect(sheet({outgoing: 'none'})).not.toContain('security defaults');
	});

	test('an app that is there is shown before its redirect URIs are replaced', () => {
		const text = sheet({clientId});
		expect(text).not.toContain('az ad app create');
		expect(text.indexOf('az ad app show')).toBeLessThan(text.indexOf('az ad app update'));
	});

	test('a new app gets its service principal before consent, and its Client ID bare', () => {
		const commands = lines(sheet()).filter(line => line.startsWith('az '));
		expect(commands.map(line => line.replace(/ --.*/, ''))).toEqual([
			'az login',
			'az ad app create',
			'az ad sp create',
			'az ad app permission add',
			'az ad app permission admin-consent',
			'az ad app credential reset',
		]);
		expect(commands[1]).toMatch(/ --query appId --output tsv$/);
	});

	test('an app that is there is asked for its service principal first', () => {
		const text = sheet({clientId});
		expect(text.indexOf(`az ad sp show --id ${clientId}`)).toBeGreaterThan(0);
		expect(text.indexOf('az ad sp create')).toBeGreaterThan(text.indexOf('az ad sp show'));
	});

	test('permission IDs have their names beside them, to be checked', () => {
		expect(sheet()).toContain('stand for IMAP.AccessAsUser.All, SMTP.Send, offline_access; check');
		expect(sheet({incoming: 'pop3', outgoing: 'none'})).toContain(
			'stand for POP.AccessAsUser.All, offline_access; check',
		);
	});

	test('another cloud is chosen before the sign-in, and its consent is not a command', () => {
		const authorizeUrl = 'https://login.microsoftonline.us/{tenant}/oauth2/v2.0/authorize';
		const text = sheet({authorizeUrl});
		expect(text.indexOf('az cloud set --name AzureUSGovernment')).toBeGreaterThan(0);
		expect(text.indexOf('az login')).toBeGreaterThan(text.indexOf('az cloud set'));
		expect(text).not.toContain('az ad app permission admin-consent');
		expect(sheet()).not.toContain('az cloud');
	});

	test('what is not known yet stands as a name to replace', () => {
		const text = handOver(grantWith(), providers);
		expect(text).toContain(
			'https://login.microsoftonline.com/TENANT/adminconsent?client_id=CLIENT_ID',
		);
		expect(text).toContain('-Identity SENDER -Trustee evmail@acme.com');
		expect(text).toContain('Of ExtraView: still to come');
		expect(text).not.toContain('EXTRAVIEW_REDIRECT_URI');
		expect(text).not.toMatch(/[{}]/);
	});

	test('each other From address has its own line, and the mailbox none', () => {
		const text = sheet({}, ['EVMAIL@acme.com', 'boss@acme.com', "o'neil@acme.com"]);
		expect(text.match(/Add-RecipientPermission.*/g)).toEqual([
			'Add-RecipientPermission -Identity boss@acme.com -Trustee evmail@acme.com -AccessRights SendAs',
			"Add-RecipientPermission -Identity 'o''neil@acme.com' -Trustee evmail@acme.com -AccessRights SendAs",
		]);
	});

	test('the grant’s own From addresses stand there, unless others are given', () => {
		const own = {
			emailFromUserId: 'ev@acme.com',
			emailFromAddress: 'EV@acme.com',
			otherFromAddresses: 'ada@acme.com, bob@acme.com',
		};
		const identities = (text: string) =>
			[...text.matchAll(/^ +Add-RecipientPermission -Identity (\S+)/gm)].map(([, who]) => who);
		expect(identities(sheet(own))).toEqual(['ev@acme.com', 'ada@acme.com', 'bob@acme.com']);
		expect(identities(sheet(own, ['boss@acme.com']))).toEqual(['boss@acme.com']);
		const google = sheet({...own, provider: 'google', tenant: undefined});
		expect(lines(google)).toEqual(expect.arrayContaining(['ev@acme.com', 'bob@acme.com']));
	});

	test('another cloud’s sign-in host serves the consent too', () => {
		const authorizeUrl = 'https://login.microsoftonline.us/{tenant}/oauth2/v2.0/authorize';
		expect(sheet({authorizeUrl, clientId})).toContain(
			`https://login.microsoftonline.us/${tenant}/adminconsent`,
		);
	});

	test('braces in an address are filled with nothing', () => {
		const text = sheet({mailbox: "x'y@acme.com"}, ['a{mailbox}@acme.com']);
		expect(text).toContain("-Identity 'a{mailbox}@acme.com' -Trustee 'x''y@acme.com'");
	});

	test('a name made to break out of a command stays one word', () => {
		const text = sheet({mailbox: "a'$(reboot)`x@acme.com"});
		expect(text).toContain("Get-CASMailbox 'a''$(reboot)`x@acme.com' | fl");
	});
});

describe('for Google', () => {
	const google = (changes: Parameters<typeof grantWith>[0] = {}) =>
		sheet({provider: 'google', tenant: undefined, ...changes});

	test('names scope, consent screen, access switch and alias, and no command of Microsoft’s', () => {
		const text = google();
		expect(text).toContain('https://mail.google.com/');
		expect(text).toContain('POP and IMAP access');
		expect(text).toContain('Send mail as');
		expect(text).not.toMatch(/az ad|Exchange|tenant/i);
		expect(text).not.toMatch(/[{}]/);
	});

	test('says which clients gcloud makes, none of which reads mail', () => {
		expect(google()).toMatch(/gcloud iap oauth-clients.*March 2026/);
		expect(google()).toMatch(/gcloud iam oauth-clients.*workforce/);
	});

	test('says of a private host that Google will not take it', () => {
		expect(google({extraviewUrl: 'https://track.corp/evj'})).toMatch(/Note: track\.corp is a name/);
	});
});

test('a custom provider’s sheet names redirect URIs and scopes', () => {
	const text = sheet({provider: 'custom', tenant: undefined, scope: 'mail.read mail.send'});
	expect(text).toContain('mail.read');
	expect(text).toContain(extraview);
	expect(text).not.toMatch(/[{}]/);
});

describe('for an application that signs in as itself', () => {
	const app = (changes: Parameters<typeof grantWith>[0] = {}) =>
		sheet({flow: 'app-only', clientId, ...changes});

	test('Microsoft’s admins get roles, the service principal and the mailbox, and no redirect URI', () => {
		expect(app().match(/^\d\. .*/gm)).toEqual([
			'1. Register the application (https://portal.azure.com/#home)',
			'2. Protocols of the mailbox (Exchange Online PowerShell)',
			'3. What to send back',
		]);
		expect(lines(app())).toEqual(
			expect.arrayContaining([
				'IMAP.AccessAsApp',
				'SMTP.SendAsApp',
				`$sp = Get-MgServicePrincipal -Filter "appId eq '${clientId}'"`,
				"New-ServicePrincipal -AppId $sp.AppId -ObjectId $sp.Id -DisplayName 'Mail app'",
				'Add-MailboxPermission -Identity evmail@acme.com -User $sp.Id -AccessRights FullAccess',
				'Add-RecipientPermission -Identity evmail@acme.com -Trustee $sp.Id -AccessRights SendAs -Confirm:$false',
			]),
		);
		expect(app()).toMatch(/Object ID is the one of Enterprise applications[^\n]*usual mistake/);
		expect(app()).not.toMatch(/localhost|AccessAsUser|offline_access|OAuth2\?p_action/);
	});

	test('Google’s get the delegation with the scope, and no client', () => {
		const text = app({provider: 'google', clientId: undefined, tenant: undefined});
		expect(text).toMatch(/Manage Domain Wide Delegation/);
		expect(lines(text)).toContain('https://mail.google.com/');
		expect(text).not.toMatch(/redirect|Client Secret|test user|\{/i);
	});
});

test('a shared mailbox needs rights for its member', () => {
	expect(lines(sheet({account: 'ada@acme.com'}))).toEqual(
		expect.arrayContaining([
			'Add-MailboxPermission -Identity evmail@acme.com -User ada@acme.com -AccessRights FullAccess',
			'Add-RecipientPermission -Identity evmail@acme.com -Trustee ada@acme.com -AccessRights SendAs',
		]),
	);
	expect(sheet({account: 'ada@acme.com'})).toContain('after ada@acme.com has signed in once for');
});

test('a cloud has its portal, its environment and its notes', () => {
	const text = sheet({cloud: 'dod'});
	expect(text).toContain('1. Register the application (https://portal.azure.us/)');
	expect(text).toContain('-ExchangeEnvironmentName O365USGovDoD');
	expect(text).toContain('https://login.microsoftonline.us/');
	expect(text).toContain('Note on this cloud: The SMTP host of DoD is not confirmed');
	expect(text).not.toMatch(/\baz ad app\b|login\.microsoftonline\.com/);
});
