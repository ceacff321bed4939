import {expect, test} from 'vitest';
import {meet} from './meet.js';
import {prove} from './prove.js';

prove('services');

test.each([
	'net-silent',
	'net-reset',
	'tls-version',
	'tls-wrong-version',
	'tls-self-signed-chain',
	'tls-issuer',
	'tls-leaf-only',
	'tls-self-signed',
	'tls-expired',
	'tls-not-yet',
	'tls-altname',
])('%s is the same at mail servers, behind STARTTLS and at the sign-in host', async id => {
	expect((await meet(id))?.hosts).toEqual([id, id, id]);
});
