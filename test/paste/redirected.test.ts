import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseRedirected} from '../../source/paste/redirected.js';

const state = 'u7Qk2Zs9XyB4nLw1PfR8tVc3Jm6Hd5Ga0Ee-Ii_Oo4S';
const redirectUri = 'http://localhost:8765/callback';
const code = '0.AXoA1b2-c3_D4.M.C507!*$e5F6g7H8i9J0kLmNoPqRsTuVwXyZ';
const whole = `${redirectUri}?code=${encodeURIComponent(code)}&state=${state}&session_state=11112222`;
const expected = {state, redirectUri};
const read = (text: string) => parseRedirected(text, expected);
const found = {type: 'code', code, isStateKnown: true};

test.each([
	['the whole URL', whole],
	['spaces and line breaks around it', `\n  ${whole} \r\n`],
	['double quotes', `"${whole}"`],
	['angle brackets', `<${whole}>`],
	['HTML ampersands', whole.replaceAll('&', '&amp;')],
	['only the query', whole.slice(whole.indexOf('?'))],
	['the query without its question mark', whole.slice(whole.indexOf('?') + 1)],
	['no http:// before it', whole.replace('http://', '')],
	['the path alone', whole.slice(whole.indexOf('/callback'))],
	['another name of loopback', whole.replace('localhost', '127.0.0.1')],
	['another local port of a tunnel', whole.replace('8765', '9999')],
	['a fragment', whole.replace('?', '#')],
	['an empty fragment after it', `${whole}#`],
	['lines of 40 characters', (whole.match(/.{1,40}/g) ?? []).join('\n')],
	['lines that are indented', (whole.match(/.{1,40}/g) ?? []).join('\r\n    ')],
	[
		'bars of a terminal beside the lines',
		(whole.match(/.{1,40}/g) ?? []).map(l => `│ ${l} │`).join('\n'),
	],
	['prose after it', `${whole}\nThis site can’t be reached\nlocalhost refused to connect.`],
	[
		'prose after wrapped lines',
		`${(whole.match(/.{1,50}/g) ?? []).join('\n')}\nThis site can’t be reached`,
	],
	['words before it', `I ended on: ${whole}`],
	['escape sequences', `\u001B[200~\u001B[31m${whole}\u001B[0m\u001B[201~`],
	['zero-width characters', whole.replace('&', '\u200B&\uFEFF')],
	['backslashes of a shell', whole.replace(/[?=&]/g, '\\$&')],
	[
		'a full stop after the state',
		`${redirectUri}?code=${encodeURIComponent(code)}&state=${state}.`,
	],
	['it pasted twice', `${whole}${whole}`],
	['an older address before it', `${whole.replace(state, 'oldoldoldold')}\n${whole}`],
	['100 kB of other text after it', `${whole}\n${'lorem ipsum '.repeat(9000)}`],
])('a code is found in %s', (_, text) => {
	expect(read(text)).toEqual(found);
});

test('percent-encoding is undone once, and a plus of a code stays', () => {
	const at = (value: string) => read(`${redirectUri}?state=${state}&code=${value}`);
	expect(at('4%2F0Ab%2BC%3D')).toMatchObject({code: '4/0Ab+C='});
	expect(at('4/0Ab+C=')).toMatchObject({code: '4/0Ab+C='});
	expect(at('a%252Fbcdefgh')).toMatchObject({code: 'a%2Fbcdefgh'});
	expect(at('100%')).toMatchObject({code: '100%'});
});

test.each([
	['alone', code],
	['quoted', `'${code}'`],
	['in lines', (code.match(/.{1,15}/g) ?? []).join('\n')],
	['with its name', `code: ${code}`],
	['percent-encoded', encodeURIComponent(code)],
])('only the code, %s, is taken without a state', (_, text) => {
	expect(read(text)).toEqual({type: 'code', code, isStateKnown: false});
});

test('a URL without a state is taken only at the redirect URI', () => {
	expect(read(`${redirectUri}?code=abc123`)).toMatchObject({type: 'code', isStateKnown: false});
	expect(read('https://shop.example.com/?code=abc123').type).toBe('elsewhere');
});

test('the address of an earlier attempt is told', () => {
	const pasted = read(whole.replace(state, 'Zz9Zz9Zz9Zz9Zz9'));
	expect(pasted.type).toBe('old-attempt');
	expect(read(`${redirectUri}?error=access_denied&state=other`).type).toBe('old-attempt');
});

test('an address whose end is missing is not taken', () => {
	expect(read(`${redirectUri}?code=abc&state=${state.slice(0, 20)}`)).toMatchObject({
		type: 'unreadable',
		text: expect.stringContaining('end of the address'),
	});
});

test('a refusal is decoded, and what it hides is cleaned', () => {
	const pasted = read(
		`${redirectUri}?error=access_denied&error_subtype=cancel&error_description=AADSTS65004%3a+User+declined%1b%5B31m+it.&state=${state}`,
	);
	expect(pasted).toMatchObject({
		type: 'error',
		error: 'access_denied',
		subtype: 'cancel',
		description: 'AADSTS65004: User declined it.',
	});
	expect(read('http://127.0.0.1:8765/callback/?error=access_denied')).toMatchObject({
		type: 'error',
		error: 'access_denied',
	});
});

test('the text of an error page is a refusal too', () => {
	expect(
		read("Sorry, but we’re having trouble.\nAADSTS50011: The redirect URI 'x' does not match."),
	).toMatchObject({
		type: 'error',
		description: expect.stringMatching(/^AADSTS50011: The redirect/),
	});
	expect(read('Access blocked\nError 400: redirect_uri_mismatch')).toMatchObject({
		type: 'error',
		error: 'redirect_uri_mismatch',
	});
});

test.each([
	`https://login.microsoftonline.com/t/oauth2/v2.0/authorize?response_type=code&client_id=x&redirect_uri=${encodeURIComponent(redirectUri)}&state=${state}`,
	'https://login.microsoftonline.com/common/login',
	'https://accounts.google.com/v3/signin/identifier?continue=x',
])('the page where the sign-in starts or goes on is not yet its end: %s', text => {
	expect(read(text)).toMatchObject({type: 'not-yet', text: expect.stringContaining('Sign in')});
});

test.each(['https://portal.azure.com/#home', 'www.example.com/page', 'http://localhost:3000/'])(
	'%s is elsewhere',
	text => {
		expect(read(text)).toMatchObject({
			type: 'elsewhere',
			text: expect.stringContaining(redirectUri),
		});
	},
);

test.each(['', '   ', '\n\n', '\u001B[2J'])('%j is empty', text => {
	expect(read(text).type).toBe('empty');
});

test.each([
	redirectUri,
	`${redirectUri}?code=&state=${state}`,
	'hello',
	'Please sign in again with 2 accounts',
	'evmail@example.com',
	'ABCD-EFGH',
	state,
	'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7',
	`${redirectUri}?code=${'%0d%0a'}abc&state=${state}`,
	`${redirectUri}?code=${'a'.repeat(9000)}&state=${state}`,
])('%s is no code', text => {
	expect(read(text)).toMatchObject({type: 'unreadable', text: expect.stringMatching(/\.$/)});
});

test('whatever is pasted, no sentence has control characters or the code', () => {
	const piece = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.constantFrom(
			whole,
			code,
			state,
			redirectUri,
			'\u001B]0;',
			'&',
			'?code=',
			'error=',
			'\n',
			'%',
		),
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 12}), pieces => {
			const pasted = read(pieces.join(''));
			if (pasted.type === 'code') {
				expect(pasted.code).toMatch(/^[\x21-\x7E]+$/);
				return;
			}
			const shown = Object.values(pasted).join('');
			expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
			if (pasted.type !== 'error') expect(shown).not.toContain(code);
		}),
	);
});

test.each(['"', ' ', '>', 'a', '.', '&', '%', '|', '\n', 'a b ', 'code=', 'http://', '?error='])(
	'100 kB of %j are read at once',
	text => {
		// A reading that is quadratic runs into the test's own time limit.
		const pasted = read(`${text.repeat(100_000 / text.length)}x`);
		expect(pasted.type).not.toBe('code');
	},
);
