import {accessSync, constants} from 'node:fs';

/** Of a NODE_EXTRA_CA_CERTS that can't be read Node says so itself on standard error, at the first TLS connection: in the middle of a screen, which that breaks. This lets it be said before. */
export async function tellExtraCertificates({
	NODE_EXTRA_CA_CERTS: file,
}: NodeJS.ProcessEnv): Promise<void> {
	if (!file || isReadable(file)) return;
	const {createSecureContext} = await import('node:tls');
	createSecureContext();
}

function isReadable(file: string): boolean {
	try {
		accessSync(file, constants.R_OK);
		return true;
	} catch {
		return false;
	}
}
