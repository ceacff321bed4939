import {counted} from '../counted.js';
import type {ProviderId} from '../grant.js';
import {isGuid} from '../guid.js';
import {readClientJson} from './client-json.js';
import {readSecretRow} from './secret-row.js';
import {tidy} from './tidy.js';

/** Either can be sent as it is, or is told apart from what it is not. Errors never repeat it. */
export type CheckedSecret = {readonly value: string} | {readonly error: string};

const maxLength = 1000;

type Shape = {
	readonly min: number;
	/** What to do to get a right one. */
	readonly copyAgain: string;
};

const shapes: Readonly<Record<ProviderId, Shape>> = {
	microsoft: {
		min: 16,
		copyAgain:
			'In Certificates & secrets copy the Value column; it is shown once, so that an older one needs a new client secret.',
	},
	google: {
		min: 16,
		copyAgain:
			'Copy it whole from the OAuth client; it is shown once, so that an older one needs a new client secret.',
	},
	custom: {min: 1, copyAgain: 'Copy it again, whole.'},
};

/** The secret without what came along with it. Marks and spaces inside stay as they are. Cheap enough for each key. */
export function checkClientSecret(text: string, provider: ProviderId): CheckedSecret {
	const plain = tidy(text).trim();
	const value = taken(plain, provider) ?? bare(plain);
	const {min, copyAgain} = shapes[provider];
	if (value === '') return {error: `There is no secret yet. ${copyAgain}`};
	if (isMasked(value)) {
		return {error: `This is a secret as a page shows it, most of it hidden. ${copyAgain}`};
	}
	if (/-----BEGIN/.test(value)) {
		return {error: 'This is a key or a certificate. Enter the client secret.'};
	}
	if (value.length > maxLength) {
		return {error: `It is longer than any client secret (${value.length}). ${copyAgain}`};
	}
	// RFC 6749 appendix A.2
	if (!/^[\x20-\x7E]+$/.test(value)) {
		return {error: `It has characters that no client secret has. ${copyAgain}`};
	}
	const mistaken = mistakenFor(value, provider);
	if (mistaken) return {error: `${mistaken} ${copyAgain}`};
	if (value.length < min) {
		return {
			error: `It has only ${counted(value.length, 'character')}: a part is missing. ${copyAgain}`,
		};
	}
	return {value};
}

/** The secret of a whole table row or of a JSON text. */
function taken(plain: string, provider: ProviderId): string | undefined {
	if (plain.startsWith('{')) return readClientJson(plain)?.clientSecret;
	return provider === 'microsoft' ? readSecretRow(plain)?.value : undefined;
}

function bare(plain: string): string {
	const unwrapped = plain
		.split('\n')
		.map(line => line.trim())
		.join('')
		.replaceAll('\t', ' ')
		.replace(/^client[_ -]?secret\s{0,9}[=:]\s{0,9}/i, '');
	return withoutPair(unwrapped.trim()).trim();
}

const pairs = ['""', "''", '``', '“”', '‘’', '<>'];

/** Only a pair of quotes came with the copy; a single one belongs to the secret. */
function withoutPair(value: string): string {
	const ends = `${value.slice(0, 1)}${value.slice(-1)}`;
	return value.length > 2 && pairs.includes(ends) ? value.slice(1, -1) : value;
}

function isMasked(value: string): boolean {
	return /\*{4}|[•●∙·]{2}|(?:…|\.{3})$/.test(value);
}

function mistakenFor(value: string, provider: ProviderId): string | undefined {
	if (provider === 'microsoft' && isGuid(value)) {
		return 'This is the Secret ID; the secret is the Value beside it.';
	}
	if (/\.apps\.googleusercontent\.com$/i.test(value)) {
		return 'This is the Client ID; the secret stands below it.';
	}
	if (provider === 'google' && /^GOCSPX-/.test(value) && value.length < 30) {
		return `After GOCSPX- it has only ${counted(value.length - 7, 'character')}: a part is missing.`;
	}
	return undefined;
}
