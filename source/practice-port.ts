import type {Task} from './extraview/properties/known-keys.js';
import type {SenderField} from './extraview/senders.js';
import type {SpoolPlace} from './extraview-port.js';
import type {ProviderId} from './grant.js';

/** The practice provider, when that is what runs. */
export type Practice = {
	/** What its portal hands out when an application is registered. */
	readonly identity: (provider: ProviderId) => {
		readonly tenant: string;
		readonly clientId: string;
		readonly clientSecret: string;
		readonly secretExpires: string;
	};
	readonly mailbox: string;
	/** Uploads a certificate (PEM) to the application, as on the portal's page for it. */
	readonly uploadCertificate: (pem: string) => void;
	/** The JSON key of a service account that may act for every practice mailbox. */
	readonly serviceAccountKey: () => string;
	/** What its servers can be made to do wrong, by the ids of the failures that come of it. */
	readonly faults: {
		readonly ids: readonly string[];
		readonly current: () => string | undefined;
		/** One in place of all others; undefined ends it. Holds from the next connection or command on. */
		readonly switchTo: (id: string | undefined) => void;
	};
	/** Plays the browser: signs in at the address as the user and follows the way back. Gives the last address; `onPage` gets the text of a page of the provider's on which it stayed. */
	readonly playBrowser: (
		url: string,
		user: string,
		onPage?: (text: string) => void,
	) => Promise<string>;
	/** Plays another device: types the user code. */
	readonly playDevice: (userCode: string, user: string) => Promise<void>;
	readonly extraview: PracticeExtraview;
};

/** The practice instance of ExtraView: what stands on its screens and on its host. */
export type PracticeExtraview = {
	/** Its base URL, as its users type it. */
	readonly url: string;
	/** The properties of a task for a mailbox, as the task editor shows them before anybody set them to OAuth2. */
	readonly taskText: (task: Task, mailbox: string) => string;
	readonly spool: SpoolPlace;
	/** What its behavior settings hold, by field of the grant. */
	readonly fromAddresses: Readonly<Record<SenderField, string>>;
};
