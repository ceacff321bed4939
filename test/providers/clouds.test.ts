import {expect, test} from 'vitest';
import {type CloudId, type Grant, protocolsOf} from '../../source/grant.js';
import {portalFor} from '../../source/providers/portal-for.js';
import {cloudNotes, providerOf} from '../../source/providers/provider-of.js';
import {providers} from '../../source/providers/providers.js';
import {settingsOf} from '../../source/providers/settings.js';
import {grantWith} from '../helpers/records.js';

const grant = (changes: Partial<Grant>): Grant => grantWith({tenant: 'contoso.com', ...changes});

const placesOf = (changes: Partial<Grant>) => {
	const each = grant(changes);
	const {tokenUrl, services, scope} = settingsOf(each, providers);
	const hosts = protocolsOf(each).map(protocol => services[protocol]?.host);
	return [new URL(tokenUrl ?? '').host, ...hosts, scope.split(' ')[0]].join(' ');
};

test('each cloud has its own hosts and scopes', () => {
	const clouds: readonly (CloudId | undefined)[] = [
		undefined,
		'global',
		'gcc-high',
		'dod',
		'china',
	];
	expect(clouds.map(cloud => placesOf({cloud}))).toEqual([
		'login.microsoftonline.com outlook.office365.com smtp.office365.com https://outlook.office.com/IMAP.AccessAsUser.All',
		'login.microsoftonline.com outlook.office365.com smtp.office365.com https://outlook.office.com/IMAP.AccessAsUser.All',
		'login.microsoftonline.us outlook.office365.us smtp.office365.us https://outlook.office365.us/IMAP.AccessAsUser.All',
		'login.microsoftonline.us outlook-dod.office365.us outlook-dod.office365.us https://outlook.office365.us/IMAP.AccessAsUser.All',
		'login.partner.microsoftonline.cn partner.outlook.cn smtp.partner.outlook.cn https://partner.outlook.cn/IMAP.AccessAsUser.All',
	]);
});

test('what is not certain of a cloud is said, and the usual one has nothing to say', () => {
	expect(cloudNotes(grant({cloud: 'global'}), providers)).toEqual([]);
	expect(cloudNotes(grant({}), providers)).toEqual([]);
	expect(cloudNotes(grant({cloud: 'dod'}), providers).join(' ')).toMatch(/SMTP host .*confirmed/);
	expect(cloudNotes(grant({cloud: 'china'}), providers).join(' ')).toMatch(/guess/);
});

test('overrides win over the cloud', () => {
	expect(
		placesOf({
			cloud: 'china',
			smtp: 'mail.contoso.cn:587',
			tokenUrl: 'https://login.chinacloudapi.cn/{tenant}/oauth2/token',
			scope: 'https://partner.outlook.cn/.default',
		}),
	).toBe(
		'login.chinacloudapi.cn partner.outlook.cn mail.contoso.cn https://partner.outlook.cn/.default',
	);
});

test('an application asks for all that it was given, in its cloud', () => {
	const scopes = (changes: Partial<Grant>) => {
		const {scope, neededScopes} = settingsOf(grant({flow: 'app-only', ...changes}), providers);
		return [scope, ...neededScopes];
	};
	const roles = ['IMAP.AccessAsApp', 'SMTP.SendAsApp'];
	expect(scopes({})).toEqual(['https://outlook.office365.com/.default', ...roles]);
	expect(scopes({cloud: 'gcc-high'})).toEqual(['https://outlook.office365.us/.default', ...roles]);
	expect(scopes({scope: 'https://ps.outlook.com/.default'})).toEqual([
		'https://ps.outlook.com/.default',
		...roles,
	]);
	expect(scopes({incoming: 'pop3', outgoing: 'none'}).slice(1)).toEqual(['POP.AccessAsApp']);
	const mail = 'https://mail.google.com/';
	expect(scopes({provider: 'google'})).toEqual([mail, mail]);
	const imap = 'https://www.googleapis.com/auth/gmail.imap_admin';
	expect(scopes({provider: 'google', scope: imap})).toEqual([imap, imap]);
});

test('the portal is the one of the cloud, and its commands name the environment', () => {
	const actions = portalFor(grant({cloud: 'gcc-high', flow: 'app-only'}), providers);
	expect(actions[0]?.values).toEqual(['https://portal.azure.us/']);
	expect(JSON.stringify(actions)).toContain('-ExchangeEnvironmentName O365USGovGCCHigh');
	expect(JSON.stringify(actions)).toContain('-Environment USGov"');
	expect(providerOf(grant({cloud: 'china'}), providers).portalUrl).toBe('https://portal.azure.cn/');
});

test('an application has no redirect URI to register, and a person no role', () => {
	const ids = (changes: Partial<Grant>) =>
		portalFor(grant({extraviewUrl: 'https://track.acme.com/evj', ...changes}), providers).map(
			({id}) => id,
		);
	expect(ids({flow: 'app-only'})).toEqual([
		'open',
		'new',
		'app-accounts',
		'app-imap',
		'app-smtp',
		'app-consent',
		'app-secret',
		'overview',
		'app-exchange',
		'app-mailbox',
		'app-send-as',
	]);
	expect(ids({}).filter(id => id.startsWith('app'))).toEqual([]);
	expect(ids({flow: 'app-only', provider: 'google'})).toEqual([
		'open',
		'app-account',
		'app-key',
		'app-id',
		'app-delegate',
		'access',
	]);
});
