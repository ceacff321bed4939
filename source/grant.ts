export type ProviderId = 'microsoft' | 'google' | 'custom';
export type Protocol = 'imap' | 'pop3' | 'smtp';
export type TlsMode = 'tls' | 'starttls';
/** `app-only`: no person signs in, the application does as itself (RFC 6749 §4.4, or RFC 7523 §2.1 for a service account). */
export type Flow = 'browser' | 'device' | 'app-only';
/** Microsoft's clouds; GCC (moderate) is part of the global one. */
export type CloudId = 'global' | 'gcc-high' | 'dod' | 'china';

/** One row of ExtraView's *Access Tokens for 3rd Party Email Services* and all we know of it. No secrets. */
export type Grant = {
	/** ExtraView's Email Token Name; unique here. */
	readonly name: string;
	readonly provider: ProviderId;
	/** Whose mail is read or sent; it signs in too, where no other account does. */
	readonly mailbox: string;
	/** The member of a shared mailbox who signs in for it. */
	readonly account?: string;
	readonly incoming: 'imap' | 'pop3' | 'none';
	readonly outgoing: 'smtp' | 'none';
	/** Port of the local redirect URI, fixed for the grant since it is registered with the provider. */
	readonly callbackPort: number;
	readonly flow: Flow;
	/** The provider's cloud; its usual one when absent. */
	readonly cloud?: CloudId;
	readonly tenant?: string;
	readonly clientId?: string;
	/** Last day of the client secret, YYYY-MM-DD. */
	readonly secretExpires?: string;
	/** Whether the app is External and in Testing, where Google ends each sign-in after some days. */
	readonly testing?: 'yes' | 'no';
	/** Base URL of the ExtraView instance, such as https://track.example.com/evj */
	readonly extraviewUrl?: string;
	/** Whether ExtraView is to use this grant; `yes` when absent. */
	readonly extraview?: 'yes' | 'no';
	/** The file that the Apache of this host begins with; found by itself when absent. */
	readonly apacheConfig?: string;
	/** The mod_jk worker of ExtraView's Tomcat, where several could be meant. */
	readonly tomcatWorker?: string;
	/** Files with the properties of the two tasks, where they are kept in files. */
	readonly evmailFile?: string;
	readonly batchmailFile?: string;
	/** The directory that BatchMail empties, and its log: a file or a directory of files. */
	readonly spoolDirectory?: string;
	readonly batchmailLog?: string;
	/** ExtraView's behavior settings of the same names, as far as the admin told them. */
	readonly emailFromUserId?: string;
	readonly emailAdministratorUserId?: string;
	readonly adHocEmailFromAddress?: string;
	readonly emailFromAddress?: string;
	/** Users whose address ExtraView may send as (`* Current User *`), parted by a comma and a space. */
	readonly otherFromAddresses?: string;
	/** Recipient of the test message; the mailbox itself when absent. */
	readonly testRecipient?: string;
	/** Overrides of what the provider says. Scopes are separated by one space. */
	readonly scope?: string;
	readonly authorizeUrl?: string;
	readonly tokenUrl?: string;
	readonly deviceUrl?: string;
	readonly metadataUrl?: string;
	/** HOST:PORT */
	readonly imap?: string;
	readonly imapSecurity?: TlsMode;
	readonly pop3?: string;
	readonly pop3Security?: TlsMode;
	readonly smtp?: string;
	readonly smtpSecurity?: TlsMode;
	/** Path of a PEM file whose certificates are trusted beside the usual ones. */
	readonly caFile?: string;
	/** http://, https://, socks5:// or socks4:// URL; `none` for no proxy whatever the environment says. */
	readonly proxy?: string;
};

export type FieldName = keyof Grant;

/** The services that a grant is for. */
export function protocolsOf(grant: Pick<Grant, 'incoming' | 'outgoing'>): readonly Protocol[] {
	return [
		...(grant.incoming === 'none' ? [] : [grant.incoming]),
		...(grant.outgoing === 'none' ? [] : [grant.outgoing]),
	];
}
