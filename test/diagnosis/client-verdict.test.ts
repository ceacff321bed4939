import {expect, test} from 'vitest';
import {clientVerdict} from '../../source/diagnosis/client-verdict.js';
import type {Failure} from '../../source/diagnosis/diagnosis.js';

const answer = (oauth: Failure['oauth']): Failure => ({stage: 'token', message: '', oauth});
const words = (oauth: Failure['oauth']) => {
	const verdict = clientVerdict(answer(oauth), true);
	return (
		verdict && `${verdict.client.status}/${verdict.secret.status}${verdict.isRight ? ' right' : ''}`
	);
};

test('Microsoft tells an unknown client, a wrong and an ended secret apart', () => {
	expect(words({error: 'unauthorized_client', errorCodes: [700016]})).toBe('failed/unknown');
	expect(words({error: 'invalid_client', errorCodes: [7000215]})).toBe('ok/failed');
	expect(
		clientVerdict(answer({error: 'invalid_client', errorCodes: [7000222]}), true)?.secret.detail,
	).toBe('has ended');
});

test('what is refused only after authentication proves the client', () => {
	expect(words({error: 'invalid_grant', description: 'Malformed auth code.'})).toBe('ok/ok right');
	expect(words({error: 'unauthorized_client'})).toBe('ok/ok right');
	expect(words({error: 'invalid_grant', errorCodes: [501051]})).toBe('ok/ok right');
});

test('Google tells client and secret apart in words', () => {
	expect(words({error: 'invalid_client', description: 'The OAuth client was not found.'})).toBe(
		'failed/unknown',
	);
	expect(
		words({error: 'invalid_client', description: 'The provided client secret is invalid.'}),
	).toBe('ok/failed');
	expect(words({error: 'deleted_client'})).toBe('failed/unknown');
});

test('a server that does not tell them apart is not overheard', () => {
	expect(words({error: 'invalid_client', description: 'client authentication failed'})).toBe(
		'unknown/failed',
	);
});

test('answers about something else are no verdict', () => {
	expect(words({error: 'invalid_request', errorCodes: [90002]})).toBeUndefined();
	expect(words({error: 'temporarily_unavailable'})).toBeUndefined();
	expect(words(undefined)).toBeUndefined();
});
