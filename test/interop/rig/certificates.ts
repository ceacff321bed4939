import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];

/** Paths of PEM files. */
export type Certificates = {readonly ca: string; readonly cert: string; readonly key: string};

/** An authority and one server certificate under it, by openssl, so that nothing of the program vouches for itself. */
export async function createCertificates(
	directory: string,
	/** Further names of the server, such as `IP:10.0.0.1`. */
	more: readonly string[] = [],
): Promise<Certificates> {
	const file = (name: string) => join(directory, name);
	const caKey = file('ca.key');
	const paths = {ca: file('ca.pem'), cert: file('server.pem'), key: file('server.key')};
	await run('openssl', [
		...['req', '-x509', '-config', '/dev/null', '-subj', '/CN=Interop CA', ...newKey],
		...['-addext', 'basicConstraints=critical,CA:true'],
		...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
		...['-addext', 'subjectKeyIdentifier=hash', '-keyout', caKey, '-out', paths.ca],
	]);
	await run('openssl', [
		...['req', '-x509', '-config', '/dev/null', '-subj', '/CN=localhost', ...newKey],
		...['-CA', paths.ca, '-CAkey', caKey, '-addext', 'basicConstraints=critical,CA:false'],
		...['-addext', 'keyUsage=critical,digitalSignature', '-addext', 'extendedKeyUsage=serverAuth'],
		...['-addext', ['subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2', ...more].join()],
		...['-keyout', paths.key, '-out', paths.cert],
	]);
	return paths;
}

/** The certificate of a client with that name, under the authority in the directory, or by itself. */
export async function createClientCertificate(
	directory: string,
	name: string,
	{isSelfSigned = false}: {readonly isSelfSigned?: boolean} = {},
): Promise<Omit<Certificates, 'ca'>> {
	const file = (ending: string) =>
		join(directory, `${name}${isSelfSigned ? '-self' : ''}.${ending}`);
	const paths = {cert: file('pem'), key: file('key')};
	await run('openssl', [
		...['req', '-x509', '-config', '/dev/null', '-subj', `/CN=${name}`, ...newKey],
		...(isSelfSigned
			? []
			: ['-CA', join(directory, 'ca.pem'), '-CAkey', join(directory, 'ca.key')]),
		...['-addext', 'basicConstraints=critical,CA:false', '-addext', 'extendedKeyUsage=clientAuth'],
		...['-keyout', paths.key, '-out', paths.cert],
	]);
	return paths;
}
