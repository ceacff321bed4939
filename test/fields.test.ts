import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fields} from '../source/fields.js';
import type {FieldName} from '../source/grant.js';
import {guidError} from '../source/guid.js';

const value = (field: FieldName, text: string) => {
	const parsed = fields[field].parse(text);
	return 'error' in parsed ? `error: ${parsed.error}` : parsed.value;
};

test('an address needs a local part and a whole domain', () => {
	expect(value('mailbox', ' <evmail@acme.com> ')).toBe('evmail@acme.com');
	expect(value('mailbox', 'mailto:evmail@acme.com')).toBe('evmail@acme.com');
	expect(value('mailbox', 'evmail')).toMatch(/has no domain/);
	expect(value('mailbox', 'evmail@')).toMatch(/has no domain/);
	expect(value('mailbox', '@acme.com')).toMatch(/nothing before/);
	expect(value('mailbox', 'evmail@acme')).toMatch(/lacks its ending/);
	expect(value('mailbox', 'a@acme.com, b@acme.com')).toMatch(/not one address/);
	expect(value('mailbox', 'evmail@-acme.com')).toMatch(/not a domain/);
});

test('a tenant is an ID or a domain, not a name', () => {
	expect(value('tenant', '"3F2A6C1E-9D4B-4F7A-8C55-6B1E2D3C4F50"')).toBe(
		'3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
	);
	expect(value('tenant', '3f2a6c1e-9d4b-4f7a-\n8c55-6b1e2d3c4f50')).toBe(
		'3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
	);
	expect(value('tenant', 'contoso.onmicrosoft.com')).toBe('contoso.onmicrosoft.com');
	expect(value('tenant', 'Contoso Ltd')).toMatch(/is a name, not an ID/);
	expect(value('tenant', '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f5')).toMatch(/has 31: 1 missing/);
	expect(value('tenant', '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f500')).toMatch(/has 33: 1 too many/);
});

test('what is nearly a GUID is told what it lacks', () => {
	expect(guidError('Client ID', '7d0c5b1a2e8f4a649b3d5f6a7b8c9d01')).toMatch(/hyphens/);
});

test('URLs are https, without user info or fragment; http only on loopback', () => {
	expect(value('tokenUrl', 'https://login.example.com/tok\n en')).toBe(
		'https://login.example.com/token',
	);
	expect(value('tokenUrl', 'http://localhost:8080/token')).toBe('http://localhost:8080/token');
	expect(value('tokenUrl', 'http://login.example.com/token')).toMatch(/Use https/);
	expect(value('tokenUrl', 'https://ada:pw@login.example.com/')).toMatch(/user name or password/);
	expect(value('tokenUrl', 'https://login.example.com/#x')).toMatch(/# part/);
	expect(value('tokenUrl', 'login.example.com')).toMatch(/not a URL/);
});

test('a server is HOST:PORT', () => {
	expect(value('imap', 'imap.example.com:993')).toBe('imap.example.com:993');
	expect(value('imap', '[::1]:993')).toBe('[::1]:993');
	expect(value('imap', 'imap.example.com')).toMatch(/not HOST:PORT/);
	expect(value('imap', 'imap.example.com:99999')).toMatch(/does not exist/);
});

test('dates are taken as the portals write them', () => {
	expect(value('secretExpires', '2028-11-23')).toBe('2028-11-23');
	expect(value('secretExpires', '11/23/2028')).toBe('2028-11-23');
	expect(value('secretExpires', '2028-02-30')).toMatch(/no day/);
	expect(value('secretExpires', 'in two years')).toMatch(/not a date/);
});

test('a proxy is a URL or none', () => {
	expect(value('proxy', 'socks5://127.0.0.1:1080')).toBe('socks5://127.0.0.1:1080');
	expect(value('proxy', 'none')).toBe('none');
	expect(value('proxy', 'proxy:3128')).toMatch(/not a proxy/);
	expect(value('proxy', 'http://ada:pw@proxy:3128')).toMatch(/stored in the clear/);
});

test('an emptied field is no error, and no field echoes control characters or throws', () => {
	for (const field of Object.keys(fields) as FieldName[]) {
		expect(fields[field].parse('')).toMatchObject({value: undefined});
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 200}), text => {
				const parsed = fields[field].parse(`\u001B[2J${text}`);
				const shown = 'error' in parsed ? parsed.error : String(parsed.value);
				expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
			}),
		);
	}
});

test('the base URL is cut out of whatever address of ExtraView was pasted', () => {
	expect(value('extraviewUrl', 'https://track.acme.com/evj/ExtraView?x=1')).toBe(
		'https://track.acme.com/evj',
	);
	expect(value('extraviewUrl', 'http://track.acme.com/evj')).toMatch(/begins with http:/);
});
