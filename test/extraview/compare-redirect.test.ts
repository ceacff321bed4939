import {expect, test} from 'vitest';
import {compareRedirect} from '../../source/extraview/compare-redirect.js';

const query = '?p_action=getTokenReturn&p_option=admin.EmailTokenUtility';
const expected = `https://track.acme.com/evj/OAuth2${query}`;
const differences = (shown: string) => compareRedirect(shown, expected).join(' ');

test('the same address differs in nothing', () => {
	expect(compareRedirect(expected, expected)).toEqual([]);
});

test.each([
	[`http://track.acme.com/evj/OAuth2${query}`, 'a proxy may end TLS'],
	[`https://app7.intern:8443/evj/OAuth2${query}`, 'ExtraView says app7.intern:8443'],
	[`https://track.acme.com/evj/Oauth2${query}`, 'Upper and lower case differ: /evj/Oauth2 there'],
	[`https://track.acme.com/evj/OAuth2/${query}`, 'ends in a slash'],
	[`https://track.acme.com/test/OAuth2${query}`, 'The path is /test/OAuth2 there'],
	['https://track.acme.com/evj/OAuth2', 'After the path it has nothing'],
	[`https://TRACK.acme.com/evj/OAuth2${query}`, 'differ in spelling only'],
	['https://', 'no address'],
])('%s is told apart', (shown, words) => {
	expect(differences(shown)).toContain(words);
});

test('every difference is said', () => {
	expect(compareRedirect('http://other.acme.com/x', expected)).toHaveLength(4);
});
