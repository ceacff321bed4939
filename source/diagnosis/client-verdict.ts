import type {ClientCheck} from '../checklist/report.js';
import type {Failure} from './diagnosis.js';

export type ClientVerdict = {
	readonly client: Pick<ClientCheck, 'status' | 'detail'>;
	readonly secret: Pick<ClientCheck, 'status' | 'detail'>;
	/** The failure only shows that there was no code or no consent: the client itself is right. */
	readonly isRight: boolean;
};

const ok = (detail: string) => ({status: 'ok' as const, detail});
const failed = (detail: string) => ({status: 'failed' as const, detail});
const unknown = (detail: string) => ({status: 'unknown' as const, detail});

/** Microsoft's numbers that are about the client or its secret; all others come after both were accepted. */
const byNumber: Readonly<Record<number, Omit<ClientVerdict, 'isRight'>>> = {
	700016: {client: failed('not known in this tenant'), secret: unknown('not reached')},
	700011: {client: failed('not known in this tenant'), secret: unknown('not reached')},
	7000229: {
		client: failed('has no service principal in this tenant'),
		secret: unknown('not reached'),
	},
	7000112: {client: failed('is disabled'), secret: unknown('not reached')},
	7000215: {client: ok('known'), secret: failed('is not one of this client')},
	7000222: {client: ok('known'), secret: failed('has ended')},
	7000218: {client: ok('known'), secret: failed('is missing')},
	7000216: {client: ok('known'), secret: failed('is missing')},
	700027: {client: ok('known'), secret: failed('is none that was uploaded')},
	700024: {client: ok('known'), secret: unknown('not judged: the clocks differ')},
	700025: {
		client: ok('known, as a public client'),
		secret: failed('is not taken from a public client'),
	},
};

/** Answers that an authorization server gives only to a client that it has authenticated (RFC 6749 §5.2). */
const afterAuthentication = [
	'invalid_grant',
	'unauthorized_client',
	'unsupported_grant_type',
	'invalid_scope',
	'redirect_uri_mismatch',
];

/** What the answer to a probe tells of client ID and secret, apart where the server tells them apart. Undefined when it is no answer about them. */
export function clientVerdict({oauth}: Failure, hasSecret: boolean): ClientVerdict | undefined {
	if (!oauth?.error) return undefined;
	const right = {
		client: ok('known'),
		secret: hasSecret ? ok('is right') : unknown('none is set'),
		isRight: true,
	};
	const [number] = oauth.errorCodes ?? [];
	if (number !== undefined) {
		const verdict = byNumber[number];
		if (verdict) return {...verdict, isRight: false};
		// 9xxxxx are about the tenant and the request, before the client is looked at.
		if (/^9\d{4,6}$/.test(String(number))) return undefined;
		return right;
	}
	if (afterAuthentication.includes(oauth.error)) return right;
	if (oauth.error === 'deleted_client') {
		return {client: failed('was deleted'), secret: unknown('not reached'), isRight: false};
	}
	if (oauth.error !== 'invalid_client') return undefined;
	const description = oauth.description ?? '';
	if (/client (?:was )?not found|unknown client|no client/i.test(description)) {
		return {client: failed('not known there'), secret: unknown('not reached'), isRight: false};
	}
	if (/secret/i.test(description)) {
		const detail = /expired/i.test(description) ? 'has ended' : 'is not one of this client';
		return {client: ok('known'), secret: failed(detail), isRight: false};
	}
	return {
		client: unknown('the server does not say whether the ID or the secret is wrong'),
		secret: failed('ID and secret together are refused'),
		isRight: false,
	};
}
