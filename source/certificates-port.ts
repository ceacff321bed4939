/** The certificate of an application with its private key, both PEM. */
export type AppCertificate = {
	readonly privateKey: string;
	readonly certificate: string;
	/** Thumbprints in capital hexadecimal; SHA-1 is the one that Microsoft's portal shows. */
	readonly sha1: string;
	readonly sha256: string;
	/** Milliseconds since 1970. */
	readonly endsAt: number;
};

/** Key pairs by which an application proves itself. */
export type Certificates = {
	/** A new RSA key and a certificate signed with it. */
	readonly make: (options: {
		readonly commonName: string;
		readonly days: number;
		/** Milliseconds since 1970. */
		readonly now: number;
	}) => Promise<AppCertificate>;
	/** Out of PEM text. Throws UserError when key or certificate is missing, damaged, too weak, or they are no pair. */
	readonly read: (pem: string) => AppCertificate;
};
