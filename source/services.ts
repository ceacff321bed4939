import type {Audit} from './audit-port.js';
import type {Certificates} from './certificates-port.js';
import type {Extraview} from './extraview-port.js';
import type {GrantStore} from './grant-store-port.js';
import type {Mail} from './mail-port.js';
import type {Host} from './notify/host.js';
import type {NotifyStore} from './notify-port.js';
import type {OAuth} from './oauth-port.js';
import type {Practice} from './practice-port.js';
import type {Programs} from './programs-port.js';
import type {Providers} from './providers/provider.js';
import type {SecretStore} from './secret-store-port.js';
import type {Terminal} from './terminal-port.js';
import type {WebServer} from './web-server-port.js';

/** All that the program can do to the world. Wired once, in `createServices`. */
export type Services = {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly providers: Providers;
	readonly grants: GrantStore;
	readonly secrets: SecretStore;
	readonly notify: NotifyStore;
	/** Where this program runs, for readers elsewhere. */
	readonly host: Host;
	/** After a token was given: keeps a copy that can be given again without all else being read, as long as all else stays as it is. */
	readonly copyToken?: (name: string) => void;
	/** Writes down the use of a secret that passes none of the ports below: one that is printed or shown. */
	readonly audit: Audit;
	readonly oauth: OAuth;
	readonly certificates: Certificates;
	readonly mail: Mail;
	readonly terminal: Terminal;
	readonly extraview: Extraview;
	readonly webServer: WebServer;
	readonly programs: Programs;
	/** Text of a file that the admin named. Throws UserError when it can't be read or is larger. */
	readonly readFile: (path: string, maxBytes: number) => Promise<string>;
	/** Writes a text without secrets into a new file that the admin named, readable by all unless a mode says otherwise; gives its absolute path. Throws UserError when it is there already or can't be written. */
	readonly writeFile: (path: string, text: string, mode?: number) => Promise<string>;
	/** Writes a text without secrets for other programs to read, in the place of what was there, in one step. Throws UserError when it can't. */
	readonly replaceFile: (path: string, text: string) => Promise<void>;
	readonly practice?: Practice;
};
