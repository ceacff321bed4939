import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import type {Redirected} from '../oauth-port.js';

/** What a request has to fit. */
export type Expectation = {
	readonly port: number;
	readonly path: string;
	readonly state: string;
};

const maxUrl = 16_000;

/** What a request to the redirect URI brings; undefined for everything that is not the provider's answer to this sign-in. */
export function readCallback(
	{method, url = '', headers}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
	{port, path, state}: Expectation,
): Redirected | undefined {
	if (method !== 'GET' || url.length > maxUrl || !isForHere(headers, port)) return undefined;
	const at = url.indexOf('?');
	if (at === -1 || url.slice(0, at) !== path) return undefined;
	const query = url.slice(at + 1);
	// Codes have no spaces: a plus is one that a careless server did not encode.
	const exact = new URLSearchParams(query.replaceAll('+', '%2B'));
	const words = new URLSearchParams(query);
	const given = exact.getAll('state');
	const codes = exact.getAll('code');
	const errors = words.getAll('error');
	// RFC 6749 §3.1: no parameter more than once.
	if (given.length !== 1 || !isSame(given[0] ?? '', state)) return undefined;
	if (codes.length + errors.length !== 1) return undefined;
	const [code] = codes;
	if (code !== undefined) return /^[\x21-\x7E]+$/.test(code) ? {code} : undefined;
	const [error] = errors;
	if (!error) return undefined;
	const text = (name: string) => words.get(name)?.slice(0, 4000) || undefined;
	return {error, description: text('error_description'), subtype: text('error_subtype')};
}

/** Whether somebody looks whether a browser comes through to here: the bare address, with nothing in it. */
export const isKnock = (
	{method, url, headers}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
	port: number,
): boolean => method === 'GET' && url === '/' && isForHere(headers, port);

/** A page elsewhere may have its name point to loopback (DNS rebinding); its Host tells. */
function isForHere({host}: IncomingMessage['headers'], port: number): boolean {
	const own = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
	return own.includes(host?.toLowerCase() ?? '');
}

/** In a time that tells nothing of how much of it was right. */
function isSame(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
