import {expect, test} from 'vitest';
import {tokenForm} from '../../source/extraview/token-form.js';
import {providers} from '../../source/providers/providers.js';
import {grantWith} from '../helpers/records.js';

const tenant = '11111111-2222-3333-4444-555555555555';
const form = (changes: Parameters<typeof grantWith>[0] = {}) =>
	tokenForm(grantWith({tenant, clientId: 'client-1', ...changes}), providers);
const field = (number: number, changes: Parameters<typeof grantWith>[0] = {}) =>
	form(changes).find(each => each.number === number);

test('the nine fields stand in the order and spelling of the form', () => {
	expect(form().map(({number, label}) => `${number} ${label}`)).toEqual([
		'1 Email Token Name',
		'2 Email Token Type',
		'3 Email Address',
		'4 Tenant ID',
		'5 Client ID',
		'6 Client Secret',
		'7 Scope',
		'8 undefined',
		'9 Access Token URL',
	]);
});

test('a Microsoft grant fills all but the secret', () => {
	expect(form().map(({value}) => value)).toEqual([
		'evmail@acme.com',
		'Microsoft Azure',
		'evmail@acme.com',
		tenant,
		'client-1',
		undefined,
		'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
		`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`,
		`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
	]);
	expect(field(6)).toMatchObject({isSecret: true});
});

test('a Google grant has no tenant, and one scope for all protocols', () => {
	expect(form({provider: 'google', tenant: undefined}).map(({value}) => value)).toEqual([
		'evmail@acme.com',
		'Google Gmail',
		'evmail@acme.com',
		undefined,
		'client-1',
		undefined,
		'https://mail.google.com/',
		'https://accounts.google.com/o/oauth2/v2/auth',
		'https://oauth2.googleapis.com/token',
	]);
	expect(field(4, {provider: 'google'})).toMatchObject({isEmpty: true, required: 'microsoft'});
	expect(field(7, {provider: 'google'})?.note).not.toContain('EWS');
});

test('scopes for signing in and refreshing are left out of ExtraView’s notation', () => {
	const scope = 'https://outlook.office.com/SMTP.Send   offline_access openid';
	expect(field(7, {scope})?.value).toBe('https://outlook.office.com/SMTP.Send');
	expect(field(7)?.note).toMatch(/offline access itself/);
	expect(field(7)?.note).toMatch(/EWS off in phases since October 2026/);
});

test('without a tenant no URL is made up', () => {
	for (const number of [8, 9]) {
		expect(field(number, {tenant: undefined})).toMatchObject({
			missing: expect.stringMatching(/Tenant ID first/),
		});
		expect(field(number, {tenant: undefined})).not.toHaveProperty('value');
	}
	expect(field(8, {tenant: undefined, authorizeUrl: 'https://a.example/x'})?.value).toBe(
		'https://a.example/x',
	);
});

test('a custom provider has no type in ExtraView’s list', () => {
	expect(field(2, {provider: 'custom'})).toMatchObject({
		missing: expect.stringMatching(/only Microsoft Azure/),
	});
	expect(field(7, {provider: 'custom'})).toMatchObject({
		missing: expect.stringMatching(/Provider and mailbox/),
	});
});

test('what no page of ExtraView’s says is said to be unknown', () => {
	expect(field(8)).toMatchObject({description: 'the URL of the authorization server'});
	expect(field(8)?.note).toMatch(/No page of ExtraView’s shows this field’s label/);
	expect(field(9)?.note).toMatch(/required for Google/);
	expect(field(9, {provider: 'google'})).not.toHaveProperty('note');
});

test('another name than the mailbox is advised against', () => {
	expect(field(1, {name: 'production'})?.note).toContain('evmail@acme.com');
	expect(field(1)).not.toHaveProperty('note');
});
