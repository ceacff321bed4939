import {X509Certificate} from 'node:crypto';
import {json, type OAuthResponse} from './context.js';

/** Where the portal's page for certificates would be: PEM in, thumbprint out. */
export const uploadPath = '/portal/certificates';

/** Uploads a certificate to the practice application; what is none is refused with a sentence. */
export function upload(
	{method, body}: {readonly method: string; readonly body: string},
	take: (sha256: string, pem: string) => void,
): OAuthResponse {
	if (method !== 'POST') return json({error: 'This address takes POST only.'}, 405);
	if (/PRIVATE KEY-----/.test(body)) {
		return json({error: 'A private key is in it. Upload the certificate alone.'}, 400);
	}
	try {
		const certificate = new X509Certificate(body);
		const sha256 = certificate.fingerprint256.replaceAll(':', '');
		take(sha256, body);
		return json({sha256, sha1: certificate.fingerprint.replaceAll(':', '')}, 201);
	} catch {
		return json({error: 'This is no certificate in PEM.'}, 400);
	}
}
