import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {ProviderId} from '../../source/grant.js';
import {checkRedirectUri} from '../../source/providers/redirect-uri.js';
import {extraviewRedirectUri} from '../../source/providers/settings.js';

const local = 'http://localhost:8765/callback';
const extraview = extraviewRedirectUri('https://track.acme.com/evj');
const all: readonly ProviderId[] = ['microsoft', 'google', 'custom'];

const texts = (uri: string, provider: ProviderId, level: string) =>
	checkRedirectUri(uri, provider)
		.notes.filter(note => note.level === level)
		.map(({text}) => text)
		.join('\n');

test('the addresses that mailgrant and ExtraView use are taken by every provider', () => {
	for (const provider of all) {
		expect(checkRedirectUri(local, provider).ok).toBe(true);
		expect(checkRedirectUri(extraview, provider).ok).toBe(true);
		expect(texts(local, provider, 'trap')).toBe('');
	}
});

test('the query of ExtraView’s address is a trap at Microsoft', () => {
	expect(texts(extraview, 'microsoft', 'trap')).toContain('organizational');
	expect(texts(extraview, 'google', 'trap')).toBe('');
});

test.each([
	['http://track.acme.com/evj/callback', 'http://'],
	['https://track.acme.com/evj#top', '# part'],
	['https://ada@track.acme.com/evj', 'user name'],
	['https://*.acme.com/evj', 'wildcard'],
	['https://track.acme.com/e vj', 'space'],
	['track.acme.com/evj', 'no address'],
	['ftp://track.acme.com/evj', 'no address'],
	['', 'no address'],
])('%j is refused by every provider', (uri, reason) => {
	for (const provider of all) {
		expect(checkRedirectUri(uri, provider).ok).toBe(false);
		expect(texts(uri, provider, 'wrong')).toContain(reason);
	}
});

test.each([
	[extraview.replace('OAuth2', 'Oauth2'), 'OAuth2'],
	[extraview.replace('OAuth2', 'OAuth2/'), 'slash after OAuth2'],
	[extraview.replace('getTokenReturn', 'gettokenreturn'), 'letter for letter'],
	[extraview.replace('&', '&amp;'), 'letter for letter'],
	[extraview.replace(/\?.*/, ''), 'letter for letter'],
	[extraview.replace('/OAuth2', ''), '/OAuth2 before'],
])('ExtraView’s address %j is not the one that ExtraView answers at', (uri, reason) => {
	for (const provider of all) expect(texts(uri, provider, 'wrong')).toContain(reason);
});

test('a missing instance is a trap, not an error', () => {
	const uri = extraviewRedirectUri('https://track.acme.com');
	expect(checkRedirectUri(uri, 'google').ok).toBe(true);
	expect(texts(uri, 'google', 'trap')).toContain('instance');
});

test.each([
	[`https://track.acme.com/${'a'.repeat(240)}`, '256'],
	["https://track.acme.com/it's", "'"],
	['https://track.acme.com/a(b);c', '( ) ;'],
	['http://[::1]:8765/callback', '[::1]'],
])('Microsoft refuses %j', (uri, reason) => {
	expect(texts(uri, 'microsoft', 'wrong')).toContain(reason);
	expect(texts(uri, 'google', 'wrong')).toBe('');
});

test('Microsoft counts 256 characters as still right', () => {
	const uri = `https://track.acme.com/${'a'.repeat(256 - 23)}`;
	expect(uri).toHaveLength(256);
	expect(checkRedirectUri(uri, 'microsoft').ok).toBe(true);
});

test('127.0.0.1 can be registered at Microsoft only through the manifest', () => {
	expect(texts('http://127.0.0.1:8765/callback', 'microsoft', 'trap')).toContain('manifest');
	expect(checkRedirectUri('http://127.0.0.1:8765/callback', 'google').notes).not.toContainEqual(
		expect.objectContaining({level: 'trap'}),
	);
});

test('a slash at the end is a trap, and so is no path at Microsoft', () => {
	for (const provider of all) expect(texts(`${local}/`, provider, 'trap')).toContain('slash');
	expect(texts('https://track.acme.com', 'microsoft', 'trap')).toContain('slash');
});

test.each([
	['https://10.1.2.3/evj/callback', 'IP address'],
	['https://[2001:db8::1]/evj/callback', 'IP address'],
	['https://track/evj/callback', 'public ending'],
	['https://track.acme.local/evj/callback', 'public ending'],
	['https://x.googleusercontent.com/callback', 'of its own'],
	['https://track.acme.com/evj/../callback', 'climbs'],
	['https://track.acme.com/evj/%2e%2E/callback', 'climbs'],
	['https://track.acme.com/evj/%zz', '%'],
	['https://track.acme.com/evj/%00', '%'],
])('Google refuses %j', (uri, reason) => {
	expect(texts(uri, 'google', 'wrong')).toContain(reason);
});

test('a value that is an address itself is a trap at Google', () => {
	expect(texts('https://track.acme.com/evj?next=https://evil.com', 'google', 'trap')).toContain(
		'open redirect',
	);
});

test('whatever is entered, there is an answer in clean sentences', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({unit: 'binary'}),
				fc.webUrl({size: 'small', withFragments: true, withQueryParameters: true}),
				fc.string().map(tail => `${extraview}${tail}`),
			),
			fc.constantFrom(...all),
			(uri, provider) => {
				const {ok, notes} = checkRedirectUri(uri, provider);
				expect(ok).toBe(!notes.some(({level}) => level === 'wrong'));
				expect(notes.length).toBeGreaterThan(0);
				for (const {text} of notes) expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
			},
		),
		{numRuns: 40},
	);
});
