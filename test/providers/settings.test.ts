import {expect, test} from 'vitest';
import {providers} from '../../source/providers/providers.js';
import {settingsOf} from '../../source/providers/settings.js';
import {grantWith} from '../helpers/records.js';

test('Microsoft asks only for the scopes of the chosen services, and offline_access last', () => {
	const {scope, neededScopes} = settingsOf(grantWith({incoming: 'pop3'}), providers);
	expect(scope).toBe(
		'https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
	);
	expect(neededScopes).toHaveLength(2);
});

test('Google asks for one scope once, and who signed in', () => {
	const {scope, neededScopes} = settingsOf(grantWith({provider: 'google'}), providers);
	expect(scope).toBe('https://mail.google.com/ openid email');
	expect(neededScopes).toEqual(['https://mail.google.com/']);
});

test('the tenant stands in the URLs; without one every work account may sign in', () => {
	expect(settingsOf(grantWith(), providers).tokenUrl).toBe(
		'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
	);
	expect(settingsOf(grantWith({tenant: 'contoso.com'}), providers).authorizeUrl).toBe(
		'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize',
	);
});

test('overrides win, and a changed TLS mode brings its own port', () => {
	const {services, tokenUrl} = settingsOf(
		grantWith({
			imap: '[::1]:1993',
			smtpSecurity: 'tls',
			tokenUrl: 'https://x.test/{tenant}',
			tenant: 't.test',
		}),
		providers,
	);
	expect(services).toEqual({
		imap: {host: '::1', port: 1993, security: 'tls'},
		smtp: {host: 'smtp.office365.com', port: 465, security: 'tls'},
	});
	expect(tokenUrl).toBe('https://x.test/t.test');
});

test('both redirect URIs follow from the port and from the base URL', () => {
	const settings = settingsOf(grantWith({extraviewUrl: 'https://track.acme.com/evj/'}), providers);
	expect(settings.redirectUri).toBe('http://localhost:8765/callback');
	expect(settings.extraviewRedirectUri).toBe(
		'https://track.acme.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility',
	);
});
