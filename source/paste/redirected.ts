import {clean} from '../clean.js';
import {isGuid} from '../guid.js';
import {addressTexts, withoutFrame} from './address-texts.js';
import {type PageError, pageError} from './page-error.js';
import {decode, readParameters} from './parameters.js';

/** What was pasted in place of the browser's way back. `text` says what is wrong and what to do. */
export type PastedRedirect =
	/** Without its state, only the PKCE verifier ties the code to this sign-in (RFC 7636 §1). */
	| {readonly type: 'code'; readonly code: string; readonly isStateKnown: boolean}
	/** The provider's refusal; cleaned. */
	| {
			readonly type: 'error';
			readonly error: string;
			readonly description?: string;
			readonly subtype?: string;
			readonly text: string;
	  }
	| {
			readonly type: 'old-attempt' | 'not-yet' | 'elsewhere' | 'empty' | 'unreadable';
			readonly text: string;
	  };

/** What a sign-in that waits knows of itself. */
export type Expected = {readonly state: string; readonly redirectUri: string};

/** Longer than any code that is known of; a form of 8 kB is refused by most servers. */
const maxCode = 8000;
const maxTexts = 400;

const messages = {
	empty: 'Nothing was pasted. Copy the whole address on which the browser ended.',
	'old-attempt':
		'This address belongs to an earlier attempt: its state is another one. Open the address shown here, sign in, and paste where that ends.',
	'not-yet':
		'This is the address where the sign-in starts. Sign in there first; then paste the address on which the browser ended, even if its page says that it can\u2019t be reached.',
	elsewhere: 'This is another page. Paste the address on which the browser ended, from its',
	noCode:
		'The address has no code. Copy it whole, with all that follows the question mark; if nothing does, sign in again.',
	cut: 'The end of the address is missing. Copy it again, whole.',
	badCode: 'The code has characters that no code has, or is too long. Copy the address again.',
	unreadable:
		'There is neither an address nor a code in it. Paste the whole address on which the browser ended.',
} as const;

/** Reads what the browser's address bar showed: the whole URL, its query, or only the code, however it was wrapped, quoted or escaped. Never throws. */
export function parseRedirected(text: string, expected: Expected): PastedRedirect {
	const texts = addressTexts(text);
	if (texts.length === 0) return {type: 'empty', text: messages.empty};
	let best: Reading = {rank: 0, is: {type: 'unreadable', text: messages.unreadable}};
	for (const candidate of texts.slice(0, maxTexts)) {
		const reading = readOne(candidate, expected);
		if (reading && reading.rank > best.rank) best = reading;
	}
	if (best.rank >= ranks.refusedWithoutState) return best.is;
	const shown = pageError(text);
	if (shown) return refusal(shown);
	if (best.rank > 0) return best.is;
	return bareCode(text, expected) ?? best.is;
}

type Reading = {readonly rank: number; readonly is: PastedRedirect};

/** Of several readings of one paste the most telling one counts. */
const ranks = {
	code: 9,
	refused: 8,
	badCode: 7,
	cut: 6,
	oldAttempt: 5,
	codeWithoutState: 4,
	refusedWithoutState: 3,
	notYet: 2,
	other: 1,
} as const;

function readOne(candidate: string, expected: Expected): Reading | undefined {
	const address = addressIn(candidate);
	if (address === undefined) return undefined;
	const {parameters, base} = split(address);
	const code = parameters.get('code');
	const error = parameters.get('error');
	const state = parameters.get('state');
	const isStart =
		parameters.has('response_type') ||
		parameters.has('code_challenge') ||
		parameters.has('redirect_uri');
	if (isStart && code === undefined) {
		return {rank: ranks.notYet, is: {type: 'not-yet', text: messages['not-yet']}};
	}
	if (code === undefined && error === undefined) return withoutCode(base, expected);
	const answer = answerOf(parameters, code);
	if (state === undefined || state === '') {
		if (isElsewhere(base, expected)) return withoutCode(base, expected);
		const rank = code === undefined ? ranks.refusedWithoutState : ranks.codeWithoutState;
		return {rank, is: answer};
	}
	// Trailing text that was joined to it does not make it another state: all of it is there.
	if (state.startsWith(expected.state)) {
		if (answer.type === 'unreadable') return {rank: ranks.badCode, is: answer};
		if (answer.type !== 'code') return {rank: ranks.refused, is: answer};
		return {rank: ranks.code, is: {...answer, isStateKnown: true}};
	}
	if (expected.state.startsWith(state)) {
		return {rank: ranks.cut, is: {type: 'unreadable', text: messages.cut}};
	}
	return {rank: ranks.oldAttempt, is: {type: 'old-attempt', text: messages['old-attempt']}};
}

/** From where an address, a query or a fragment begins in it. */
function addressIn(text: string): string | undefined {
	const url = /https?:\/\//i.exec(text);
	if (url) return text.slice(url.index);
	if (/^(?:code|state|error|session_state|scope)=/i.test(text)) return `?${text}`;
	const query = /[?#&](?:code|state|error|error_description)=/i.exec(text);
	if (query) return text;
	const bare = /(?:^|[^a-z_])((?:code|error|state)=)/i.exec(text);
	if (bare) return `?${text.slice(bare.index + bare[0].length - (bare[1] ?? '').length)}`;
	return /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)+[a-z]{2,10})(?::\d+)?(?:\/.*)?$/.test(
		text,
	)
		? text
		: undefined;
}

/** Query and fragment both count: some providers answer in the fragment. */
function split(address: string) {
	const [, base = '', query = '', fragment = ''] =
		/^([^?#]*)\??([^#]*)#?([\s\S]*)$/.exec(address) ?? [];
	const parameters = new Map([...readParameters(fragment), ...readParameters(query)]);
	return {base, parameters};
}

function answerOf(parameters: ReadonlyMap<string, string>, code: string | undefined) {
	if (code !== undefined) return codeOf(code);
	return refusal({
		error: parameters.get('error') ?? '',
		description: parameters.get('error_description'),
		subtype: parameters.get('error_subtype'),
	});
}

function codeOf(code: string): PastedRedirect {
	if (code === '') return {type: 'unreadable', text: messages.noCode};
	// RFC 6749 appendix A.11: visible ASCII characters.
	if (code.length > maxCode || !/^[\x21-\x7E]+$/.test(code)) {
		return {type: 'unreadable', text: messages.badCode};
	}
	return {type: 'code', code, isStateKnown: false};
}

function refusal(shown: PageError): PastedRedirect {
	const error = clean(shown.error, 100) || 'error';
	const description = shown.description ? clean(shown.description, 1000) : undefined;
	return {
		type: 'error',
		error,
		description,
		subtype: shown.subtype ? clean(shown.subtype, 100) : undefined,
		text: `The provider refused: ${clean(description ?? error, 300)}`,
	};
}

function withoutCode(base: string, expected: Expected): Reading {
	if (!isElsewhere(base, expected)) {
		return {rank: ranks.other, is: {type: 'unreadable', text: messages.noCode}};
	}
	if (isLoginPage(base)) {
		return {rank: ranks.notYet, is: {type: 'not-yet', text: messages['not-yet']}};
	}
	const text = `${messages.elsewhere} address bar: it begins with ${clean(expected.redirectUri, 200)}`;
	return {rank: ranks.other, is: {type: 'elsewhere', text}};
}

/** A query alone is nowhere else; loopback has three names. */
function isElsewhere(base: string, {redirectUri}: Expected): boolean {
	const plain = (address: string) =>
		address
			.toLowerCase()
			.replace(/^https?:\/\//, '')
			.replace(/^(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, 'localhost')
			.replace(/\/+$/, '');
	const given = plain(base);
	const own = plain(redirectUri.replace(/[?#][\s\S]*$/, ''));
	return given !== '' && given !== own && given !== own.slice(own.indexOf('/'));
}

function isLoginPage(base: string): boolean {
	return /^(?:https?:\/\/)?(?:login\.|accounts\.|sts\.|signin\.)|\/(?:authorize|auth|login|signin|oauth2?)(?:\/|$)/i.test(
		base,
	);
}

/** Only the code: one word of the characters that codes are made of, however it was broken. */
function bareCode(paste: string, {state}: Expected): PastedRedirect | undefined {
	const words = withoutFrame(paste.replace(/^\s*code\s*[:=]/i, ''));
	// Prose has short words in a line; what a terminal broke has only its last part short.
	if (words.some(line => line.slice(0, -1).some(word => word.length < 20))) return undefined;
	const value = decode(words.flat().join(''));
	if (value === state) return {type: 'unreadable', text: messages.noCode};
	if (isGuid(value) || !/[0-9]|[a-z][A-Z]/.test(value)) return undefined;
	return /^[\w.~!*$'()/+=%:|-]{16,}$/.test(value) ? codeOf(value) : undefined;
}
