import type {Grant} from '../grant.js';
import type {Providers} from '../providers/provider.js';
import {providerOf} from '../providers/provider-of.js';
import type {GrantRecord} from './grant-record.js';

type Kept = {readonly setAt: number};

/** When whatever proves the client was stored; one takes the place of the other. */
export const credentialSetAt = ({
	certificate,
	serviceAccount,
	clientSecret,
}: {
	readonly certificate?: Kept;
	readonly serviceAccount?: Kept;
	readonly clientSecret?: Kept;
}) => (certificate ?? serviceAccount ?? clientSecret)?.setAt;

/** Whether an application signs in as itself with the key of a service account, which has its ID in it. */
export const isServiceAccount = (grant: Grant, providers: Providers): boolean =>
	grant.flow === 'app-only' &&
	providerOf(grant, providers).appOnly?.credentials.includes('service-account') === true;

/** Whether there is all that a client is verified with. */
export function hasIdentity({grant, facts}: GrantRecord, providers: Providers): boolean {
	if (isServiceAccount(grant, providers)) return facts.serviceAccount !== undefined;
	if (grant.clientId === undefined) return false;
	return facts.clientSecret !== undefined || facts.certificate !== undefined;
}
