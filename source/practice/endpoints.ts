import type {Identity} from './identity.js';
import {endpointsOf} from './oauth/metadata.js';
import type {Ports} from './practice-providers.js';

type Urls = ReturnType<typeof endpointsOf>;

export type PracticeEndpoints = Urls & {
	/** The same for the other two dialects, the tenant filled in. */
	readonly microsoft: Urls;
	readonly google: Urls;
	/** localhost:PORT; TLS from the first byte where the name does not say STARTTLS, but `smtp` is STARTTLS. */
	readonly imap: string;
	readonly imapStarttls: string;
	readonly pop3: string;
	readonly pop3Starttls: string;
	readonly smtp: string;
	readonly smtps: string;
};

/** Where the servers are, as text. */
export function endpointsFrom(ports: Ports, identity: Identity): PracticeEndpoints {
	const origin = `https://localhost:${ports.oauth}`;
	const microsoft = endpointsOf(origin, 'microsoft');
	const fill = (url: string) => url.replace('{tenant}', identity.tenant);
	return {
		...endpointsOf(origin, 'plain'),
		microsoft: {
			authorize: fill(microsoft.authorize),
			token: fill(microsoft.token),
			device: fill(microsoft.device),
			metadata: fill(microsoft.metadata),
		},
		google: endpointsOf(origin, 'google'),
		imap: `localhost:${ports.imap}`,
		imapStarttls: `localhost:${ports.imapStarttls}`,
		pop3: `localhost:${ports.pop3}`,
		pop3Starttls: `localhost:${ports.pop3Starttls}`,
		smtp: `localhost:${ports.smtp}`,
		smtps: `localhost:${ports.smtps}`,
	};
}
