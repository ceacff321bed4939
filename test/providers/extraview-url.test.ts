import fc from 'fast-check';
import {expect, test} from 'vitest';
import {checkExtraviewUrl} from '../../source/providers/extraview-url.js';
import {extraviewRedirectUri} from '../../source/providers/settings.js';

const base = 'https://track.acme.com/evj';

test('the base URL stays as it is', () => {
	expect(checkExtraviewUrl(base)).toEqual({value: base, notes: []});
	expect(checkExtraviewUrl('')).toEqual({value: undefined, notes: []});
	expect(checkExtraviewUrl('https://track.acme.com:8443/extraview')).toEqual({
		value: 'https://track.acme.com:8443/extraview',
		notes: [],
	});
});

test.each([
	[`${base}/`],
	[`  "${base}/" `],
	['HTTPS://Track.Acme.com/evj'],
	['https://track.acme.com:443/evj//'],
	['https://track.acme\n  .com/evj\r\n'],
])('%j is the same without a word', text => {
	expect(checkExtraviewUrl(text)).toEqual({value: base, notes: []});
});

test.each([
	[extraviewRedirectUri(base), '/OAuth2'],
	[`${base}/Oauth2`, '/Oauth2'],
	[`${base}/ExtraView/ev_login.action?user=ada`, '/ExtraView/ev_login.action'],
	[`${base}/ExtraView`, '/ExtraView'],
	[`${base}?p_action=x`, '?'],
	[`${base}/#home`, '#'],
	['track.acme.com/evj', 'https://'],
])('%j is reduced to the base, and it is said', (text, said) => {
	const result = checkExtraviewUrl(text);
	expect(result).toMatchObject({value: base});
	expect('notes' in result && result.notes.join('\n')).toContain(said);
});

test('an instance whose name has a space is kept as a URL writes it', () => {
	const url = 'https://track.acme.com/my%20evj';
	expect(checkExtraviewUrl(url)).toMatchObject({value: url});
});

test('a missing instance is noted, and so is one part too many', () => {
	expect(checkExtraviewUrl('https://track.acme.com/')).toEqual({
		value: 'https://track.acme.com',
		notes: [expect.stringContaining('instance')],
	});
	expect(checkExtraviewUrl(`${base}/two`)).toMatchObject({
		notes: [expect.stringContaining('More than one')],
	});
});

test.each([
	['http://track.acme.com/evj', 'https://'],
	['ftp://track.acme.com/evj', 'no web address'],
	['https://ada:x@track.acme.com/evj', 'user name'],
	['evj', 'no web address'],
	['https://track.acme.com/my evj', 'Write %20'],
	['https://', 'no web address'],
])('%j is refused with what to do', (text, reason) => {
	expect(checkExtraviewUrl(text)).toEqual({error: expect.stringContaining(reason)});
});

test('plain http is taken for an instance on this machine', () => {
	expect(checkExtraviewUrl('http://localhost:8080/evj')).toMatchObject({
		value: 'http://localhost:8080/evj',
	});
});

test('what was taken is taken again unchanged', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.webUrl({size: 'small', withQueryParameters: true, withFragments: true}),
				fc.string(),
			),
			text => {
				const first = checkExtraviewUrl(text);
				if ('error' in first || first.value === undefined) return;
				expect(checkExtraviewUrl(first.value)).toMatchObject({value: first.value});
			},
		),
		{numRuns: 40},
	);
});
