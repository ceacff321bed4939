import {fields} from '../fields.js';
import type {ProviderId} from '../grant.js';
import {guidError, isGuid} from '../guid.js';
import {quotes, tidy, trim} from './tidy.js';

/** As `Parsed`, but a Client ID is always one string. */
export type CheckedId = {readonly value: string} | {readonly error: string};

/** A Client ID in the shape of its provider. Cheap enough for each key. */
export function checkClientId(text: string, provider: ProviderId, tenant?: string): CheckedId {
	const value = trim(tidy(text).slice(0, 1000).replace(/\s+/g, ''), quotes, quotes);
	if (value === '') return {error: `There is no Client ID yet. ${places[provider]}`};
	switch (provider) {
		case 'microsoft':
			return checkMicrosoft(value, tenant);
		case 'google':
			return checkGoogle(value);
		case 'custom':
			return checkPlain(value);
	}
}

const places: Readonly<Record<ProviderId, string>> = {
	microsoft: 'On the app\u2019s Overview page copy "Application (client) ID".',
	google: 'Copy it from the OAuth client; it ends in .apps.googleusercontent.com.',
	custom: 'Copy it from your authorization server.',
};

function checkMicrosoft(value: string, tenant: string | undefined): CheckedId {
	if (isGuid(value)) {
		const id = value.toLowerCase();
		if (id !== tenant?.toLowerCase()) return {value: id};
		return {error: `This is the Tenant ID once more. ${places.microsoft}`};
	}
	if (/^[0-9a-f-]+$/i.test(value)) return {error: guidError('Client ID', value)};
	return {
		error: `A Client ID of Microsoft has only digits, a to f and hyphens. ${places.microsoft}`,
	};
}

function checkGoogle(value: string): CheckedId {
	if (/^[\w-]+\.apps\.googleusercontent\.com$/i.test(value)) return {value};
	if (/\.gserviceaccount\.com$/i.test(value)) {
		return {error: `This is the address of a service account. ${places.google}`};
	}
	if (/^\d{6,20}$/.test(value)) {
		return {error: `This is a number of the project or of a service account. ${places.google}`};
	}
	if (/^GOCSPX-/.test(value)) return {error: `This is the client secret. ${places.google}`};
	if (/^\d+-\w+(?:\.[\w.]*)?$/.test(value)) return {error: `Its end is missing. ${places.google}`};
	return {error: `This is no Client ID of Google. ${places.google}`};
}

function checkPlain(value: string): CheckedId {
	const parsed = fields.clientId.parse(value);
	if ('error' in parsed) return parsed;
	return {value: String(parsed.value ?? value)};
}
