import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto';
import type {AppCertificate} from '../certificates-port.js';
import {UserError} from '../errors.js';

const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----[A-Za-z0-9+/=\s:,-]*?-----END \1-----/g;

/** A certificate and its private key, of one text or of two put together. Throws UserError that says what is wrong and repeats nothing of them. */
export function readCertificate(pem: string): AppCertificate {
	const blocks = [...pem.matchAll(block)].map(([text, kind = '']) => ({text, kind}));
	const keys = blocks.filter(({kind}) => kind.endsWith('PRIVATE KEY'));
	const certificates = blocks.filter(({kind}) => kind === 'CERTIFICATE');
	const [key, anotherKey] = keys;
	if (!key)
		throw wrong('There is no private key in it.', 'Put key and certificate into one PEM text.');
	if (anotherKey)
		throw wrong('There is more than one private key in it.', 'Leave only one of them.');
	if (certificates.length === 0) {
		throw wrong('There is no certificate in it.', 'Put key and certificate into one PEM text.');
	}
	if (/ENCRYPTED/.test(key.text)) {
		throw wrong(
			'The private key has a passphrase.',
			'Take it off: openssl pkey -in FILE -out FILE.plain. It is encrypted here in another way.',
		);
	}
	const privateKey = rsaKey(key.text);
	// A chain may follow, or stand before.
	const own = certificates
		.map(({text}) => certificateOf(text))
		.find(each => each.checkPrivateKey(privateKey));
	if (!own) {
		throw wrong(
			'The certificate is not of this private key.',
			'Take the two that were made together; the portal has to get the certificate of the key that signs here.',
		);
	}
	const endsAt = Date.parse(own.validTo);
	return {
		privateKey: privateKey.export({type: 'pkcs8', format: 'pem'}).toString(),
		certificate: own.toString(),
		sha1: own.fingerprint.replaceAll(':', ''),
		sha256: own.fingerprint256.replaceAll(':', ''),
		endsAt,
	};
}

function rsaKey(text: string): KeyObject {
	let key: KeyObject;
	try {
		key = createPrivateKey(text);
	} catch {
		// OpenSSL's words for it help nobody.
		throw wrong('The private key is damaged.', 'Copy the file again, whole.');
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (key.asymmetricKeyType !== 'rsa' || bits < 2048) {
		throw wrong(
			'The private key is not RSA of 2,048 bits or more.',
			'Make another, or let mailgrant make one.',
		);
	}
	return key;
}

function certificateOf(text: string): X509Certificate {
	try {
		return new X509Certificate(text);
	} catch {
		throw wrong('The certificate is damaged.', 'Copy the file again, whole.');
	}
}

const wrong = (message: string, next: string) => new UserError(message, [next]);
