import type {Case} from './case.js';
import {device} from './device.js';
import {dialogue} from './dialogue.js';
import {exchangeImap} from './exchange-imap.js';
import {exchangePop3} from './exchange-pop3.js';
import {exchangeSend} from './exchange-send.js';
import {exchangeSmtp} from './exchange-smtp.js';
import {gmailChallenge, gmailIncoming} from './gmail-incoming.js';
import {gmailOutgoing} from './gmail-outgoing.js';
import {googleAuthorize} from './google-authorize.js';
import {googleToken} from './google-token.js';
import {microsoftClient} from './microsoft-client.js';
import {microsoftConsent} from './microsoft-consent.js';
import {microsoftTenant} from './microsoft-tenant.js';
import {microsoftUser} from './microsoft-user.js';
import {network} from './network.js';
import {proxy} from './proxy.js';
import {refresh} from './refresh.js';
import {tls} from './tls.js';

/** Every failure that can be explained, in the order in which they are tried: the first that fits is the better explanation. */
export const catalogue: readonly Case[] = [
	...proxy,
	...dialogue,
	...network,
	...tls,
	...microsoftTenant,
	...microsoftClient,
	...microsoftConsent,
	...microsoftUser,
	...device,
	...googleAuthorize,
	...googleToken,
	...refresh,
	...exchangeImap,
	...exchangePop3,
	...exchangeSmtp,
	...exchangeSend,
	...gmailIncoming,
	...gmailOutgoing,
	...gmailChallenge,
];
