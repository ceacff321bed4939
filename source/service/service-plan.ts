/** All that the text of the units depends on. No secret is in it. */
export type ServicePlan = {
	/** Of mailgrant. */
	readonly version: string;
	/** Of systemd, such as 252; undefined without one. */
	readonly systemd?: number;
	/** The words that start mailgrant, with absolute paths. */
	readonly program: readonly string[];
	readonly user: string;
	readonly group: string;
	/** The group that may read the token files, where it is not the service's own. */
	readonly readers?: string;
	readonly store: Store;
	/** What opens the secrets, where it does not lie in the store. */
	readonly credential?: Credential;
	/** For the shell, after each renewal. */
	readonly command?: string;
	readonly log: 'text' | 'json';
	/** The file for a collector of Prometheus. */
	readonly prometheus?: string;
	/** The text of the unit that a package has brought; what differs from it goes into a drop-in. */
	readonly packaged?: string;
};

export type Store = {
	/** Absolute. */
	readonly directory: string;
	/** systemd makes it and gives it to the service's user; else it lies where the admin keeps it. */
	readonly isState: boolean;
};

export type Credential = {
	readonly name: 'mailgrant-key' | 'mailgrant-passphrase';
	/** Absolute. */
	readonly file: string;
	/** Made by systemd-creds, and of use on this host only. */
	readonly isEncrypted: boolean;
};

/** Where systemd keeps the state of a service of this name. */
export const stateDirectory = '/var/lib/mailgrant';
/** Where the service's token files are. */
export const tokenDirectory = '/run/mailgrant';
/** Variables for the service, such as proxies; root's, since a proxy may want a password. */
export const environmentFile = '/etc/mailgrant/environment';
export const usualKeyFile = '/etc/mailgrant/key';
export const usualPassphraseFile = '/etc/mailgrant/passphrase';
export const usualUser = 'mailgrant';
/** The first with credentials (LoadCredential=). */
export const oldestSystemd = 247;
