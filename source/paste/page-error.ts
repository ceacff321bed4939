import {clean} from '../clean.js';
import {tidy} from './tidy.js';

export type PageError = {
	readonly error: string;
	readonly description?: string;
	readonly subtype?: string;
};

/** The error that a provider's own page shows, where it does not send the browser back: Microsoft's numbers, Google's "Error 400: redirect_uri_mismatch". */
export function pageError(text: string): PageError | undefined {
	const plain = tidy(text);
	const microsoft = /AADSTS\d{4,8}\b[\s\S]{0,1000}/.exec(plain);
	if (microsoft) return {error: 'invalid_request', description: clean(microsoft[0], 1000)};
	const google = /\bError \d{3}: ([a-z]{2,20}(?:_[a-z]{1,20}){1,6})\b/.exec(plain);
	// Some of Google's pages show no code.
	const isBlocked = /\bThis app is blocked\b|\bAccess blocked\b/.test(plain);
	const error = google?.[1] ?? (isBlocked ? 'blocked' : undefined);
	return error === undefined ? undefined : {error, description: clean(plain, 500)};
}
