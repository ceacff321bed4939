import {webcrypto} from 'node:crypto';
import type {AppCertificate} from '../certificates-port.js';
import {readCertificate} from './read-certificate.js';

/** RS256 signs the certificate itself; assertions are signed with PS256 by the same key. */
const algorithm = {
	name: 'RSASSA-PKCS1-v1_5',
	hash: 'SHA-256',
	modulusLength: 3072,
	publicExponent: new Uint8Array([1, 0, 1]),
};

const dayMs = 86_400_000;

/** A new key and a certificate that it signs itself: Entra looks at nothing but the key and the days. */
export async function makeCertificate({
	commonName,
	days,
	now,
}: {
	readonly commonName: string;
	readonly days: number;
	readonly now: number;
}): Promise<AppCertificate> {
	// The package's container needs the metadata polyfill first.
	await import('reflect-metadata');
	const x509 = await import('@peculiar/x509');
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: [{CN: [commonName]}],
		// The clock of the other side may be a little behind.
		notBefore: new Date(now - 3_600_000),
		notAfter: new Date(now + days * dayMs),
		keys: keys as CryptoKeyPair,
		signingAlgorithm: algorithm,
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
		],
	});
	const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
	const privateKey = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
	return readCertificate(`${certificate.toString('pem')}\n${privateKey}\n`);
}
