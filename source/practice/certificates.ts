import type * as X509 from '@peculiar/x509';
import type {CertificateKind} from './faults.js';

/** PEM; `cert` is the chain as the server sends it. */
export type Credentials = {readonly key: string; readonly cert: string} & Partial<OldVersions>;

/** OpenSSL 3 speaks them only at its lowest level of security. */
const oldVersions = {
	minVersion: 'TLSv1',
	maxVersion: 'TLSv1.1',
	ciphers: 'ALL:@SECLEVEL=0',
} as const;

type OldVersions = typeof oldVersions;

export type Certificates = {
	/** PEM of the one authority that practice clients trust. */
	readonly ca: string;
	readonly of: (kind: CertificateKind) => Credentials;
};

type Entity = {readonly certificate: X509.X509Certificate; readonly keys: CryptoKeyPair};

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const dayMs = 86_400_000;

/** Makes an authority and a certificate of each kind for `localhost`, valid from a day ago. */
export async function createCertificates(now: number): Promise<Certificates> {
	// The package's container needs the metadata polyfill first; both load only when practice starts.
	await import('reflect-metadata');
	const x509 = await import('@peculiar/x509');
	let serial = 1;

	const issue = async (
		name: string,
		issuer: Entity | undefined,
		options: {readonly isAuthority?: true; readonly hosts?: readonly string[]} & {
			readonly fromDays?: number;
			readonly toDays?: number;
		},
	): Promise<Entity> => {
		const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
		const hosts = options.hosts ?? [];
		const certificate = await x509.X509CertificateGenerator.create({
			serialNumber: (serial++).toString(16).padStart(16, '10'),
			subject: `CN=${name}`,
			issuer: issuer?.certificate.subject ?? `CN=${name}`,
			notBefore: new Date(now + (options.fromDays ?? -1) * dayMs),
			notAfter: new Date(now + (options.toDays ?? 90) * dayMs),
			publicKey: keys.publicKey,
			signingKey: (issuer?.keys ?? keys).privateKey,
			signingAlgorithm: algorithm,
			extensions: [
				new x509.BasicConstraintsExtension(options.isAuthority === true, undefined, true),
				new x509.KeyUsagesExtension(
					options.isAuthority
						? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
						: x509.KeyUsageFlags.digitalSignature,
					true,
				),
				...(options.isAuthority
					? []
					: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])]),
				await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
				...(hosts.length > 0
					? [
							new x509.SubjectAlternativeNameExtension(
								hosts.map(value => ({
									type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const),
									value,
								})),
							),
						]
					: []),
			],
		});
		return {certificate, keys};
	};

	const hosts = ['localhost', '127.0.0.1', '::1'];
	const root = await issue('mailgrant practice CA', undefined, {isAuthority: true});
	const middle = await issue('mailgrant practice intermediate', root, {isAuthority: true});
	const strange = await issue('Unknown inspection CA', undefined, {isAuthority: true});
	const strangeMiddle = await issue('Unknown intermediate', strange, {isAuthority: true});
	const chains: Record<CertificateKind, readonly Entity[]> = {
		good: [await issue('localhost', root, {hosts})],
		expired: [await issue('localhost', root, {hosts, fromDays: -60, toDays: -30})],
		'not-yet-valid': [await issue('localhost', root, {hosts, fromDays: 30, toDays: 60})],
		'other-host': [await issue('other.example', root, {hosts: ['other.example']})],
		'self-signed': [await issue('localhost', undefined, {hosts})],
		// The authority is trusted, but the certificate between is not sent.
		'leaf-only': [await issue('localhost', middle, {hosts})],
		// As an inspecting proxy: its own root comes along, and nobody trusts it.
		'unknown-chain': [await issue('localhost', strangeMiddle, {hosts}), strangeMiddle, strange],
		'unknown-issuer': [await issue('localhost', strangeMiddle, {hosts}), strangeMiddle],
		'old-versions': [await issue('localhost', root, {hosts})],
	};
	const credentials = new Map<CertificateKind, Credentials>();
	for (const kind of Object.keys(chains) as CertificateKind[]) {
		const chain = chains[kind];
		const leaf = chain[0];
		if (!leaf) continue;
		const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', leaf.keys.privateKey));
		credentials.set(kind, {
			key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
			cert: chain.map(({certificate}) => certificate.toString('pem')).join('\n'),
			...(kind === 'old-versions' && oldVersions),
		});
	}
	return {
		ca: `${root.certificate.toString('pem')}\n`,
		of: kind => {
			const found = credentials.get(kind);
			if (!found) throw new Error(`No certificate of kind ${kind}`);
			return found;
		},
	};
}
