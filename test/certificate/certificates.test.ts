import {generateKeyPairSync, X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {createCertificates} from '../../source/certificate/certificates.js';

const {make, read} = createCertificates();
const now = Date.UTC(2026, 10, 23);
const first = await make({commonName: 'evmail@practice.example', days: 365, now});
const second = await make({commonName: 'other, OU=x', days: 30, now});

test('a certificate is made with its key, thumbprints and end', () => {
	const certificate = new X509Certificate(first.certificate);
	expect(certificate.subject).toBe('CN=evmail@practice.example');
	expect(certificate.verify(certificate.publicKey)).toBe(true);
	expect(first.sha1).toBe(certificate.fingerprint.replaceAll(':', ''));
	expect(first.sha1).toMatch(/^[\dA-F]{40}$/);
	expect(first.sha256).toMatch(/^[\dA-F]{64}$/);
	expect(first.endsAt).toBe(Date.UTC(2027, 10, 23));
	expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
});

test('marks in a name stay in the name', () => {
	expect(new X509Certificate(second.certificate).subject).toBe('CN=other\\, OU=x');
});

test('key and certificate are read back in either order, with a chain beside them', () => {
	const {privateKey, certificate} = first;
	for (const text of [
		privateKey + certificate,
		`Bag Attributes\n${second.certificate}\n${certificate}\r\n${privateKey}`,
	]) {
		expect(read(text)).toEqual(first);
	}
});

test('what is no pair is refused with a sentence that repeats nothing of it', () => {
	const weak = generateKeyPairSync('rsa', {
		modulusLength: 1024,
		publicKeyEncoding: {type: 'spki', format: 'pem'},
		privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
	}).privateKey;
	const locked = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: {type: 'spki', format: 'pem'},
		privateKeyEncoding: {type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'},
	}).privateKey;
	const {privateKey, certificate} = first;
	const said = [
		privateKey,
		certificate,
		privateKey + second.privateKey + certificate,
		privateKey + second.certificate,
		weak + certificate,
		locked + certificate,
		privateKey.replace(/\n.{64}\n/, '\n') + certificate,
		privateKey + certificate.replace(/\n.{64}\n/, '\n'),
	].map(text => {
		try {
			return `taken: ${read(text).sha1}`;
		} catch (error) {
			return String(error);
		}
	});
	expect(said).toEqual([
		'UserError: There is no certificate in it.',
		'UserError: There is no private key in it.',
		'UserError: There is more than one private key in it.',
		'UserError: The certificate is not of this private key.',
		'UserError: The private key is not RSA of 2,048 bits or more.',
		'UserError: The private key has a passphrase.',
		'UserError: The private key is damaged.',
		'UserError: The certificate is damaged.',
	]);
});
