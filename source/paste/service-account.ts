import type {ServiceAccount} from '../secrets.js';
import {tidy} from './tidy.js';

/** Either can be kept, or what is wrong with it is said; a sentence without anything of it. */
export type ReadServiceAccount = ServiceAccount | {readonly error: string};

/** Whether a text is meant to be the key file of a service account. */
export const isServiceAccountKey = (text: string): boolean =>
	/"type"\s*:\s*"service_account"/.test(text.slice(0, 20_000));

/** The JSON key of Google's console. */
export function readServiceAccount(text: string): ReadServiceAccount {
	const fields = parse(tidy(text).trim());
	if (fields?.type !== 'service_account') {
		return {error: `This is no key of a service account. ${again}`};
	}
	const {client_email: email, client_id: uniqueId, private_key_id: keyId} = fields;
	const privateKey = withLines(fields.private_key);
	if (!isText(email) || !/^[^\s@]+@[\w.-]+\.gserviceaccount\.com$/.test(email)) {
		return {error: `The key has no address of a service account (client_email). ${again}`};
	}
	if (!isText(uniqueId) || !/^\d{5,40}$/.test(uniqueId)) {
		return {error: `The key has no Unique ID (client_id). ${again}`};
	}
	if (!isText(keyId) || !/^[\w-]{1,100}$/.test(keyId)) {
		return {error: `The key has no ID of its own (private_key_id). ${again}`};
	}
	if (!privateKey) return {error: `The private key in it is missing or cut off. ${again}`};
	return {email, uniqueId, keyId, privateKey};
}

const again =
	'Download the JSON file again: Cloud console → IAM & Admin → Service Accounts → Keys → Add key.';

const isText = (value: unknown): value is string => typeof value === 'string';

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
	// A terminal may have broken lines inside strings, where JSON allows none.
	for (const attempt of [text, text.replace(/\n\s*/g, '')]) {
		try {
			const value: unknown = JSON.parse(attempt);
			if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
				return value as Readonly<Record<string, unknown>>;
			}
		} catch {
			// Not as it is; the next attempt or none.
		}
	}
	return undefined;
}

/** PEM in its usual form, from one whose line breaks were lost or escaped twice on the way. */
function withLines(value: unknown): string | undefined {
	if (!isText(value)) return undefined;
	const [, body] =
		/-----BEGIN PRIVATE KEY-----([\s\S]{100,20000})-----END PRIVATE KEY-----/.exec(
			value.replaceAll(String.raw`\n`, '\n'),
		) ?? [];
	const base64 = body?.replace(/\s+/g, '');
	if (!base64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0)
		return undefined;
	const lines = base64.match(/.{1,64}/g) ?? [];
	return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
