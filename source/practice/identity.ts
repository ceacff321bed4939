import {randomBytes} from 'node:crypto';
import {utcDay} from '../text/utc.js';

/** What the practice portal hands out when an application is registered. */
export type Identity = {
	readonly tenant: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** YYYY-MM-DD */
	readonly secretExpires: string;
};

export const tenantDomain = 'practice.example';

/** The registered clients: the usual one, shaped like Microsoft's, and one shaped like Google's. Either is known in every dialect. */
export type Identities = {readonly usual: Identity; readonly google: Identity};

/** IDs stay the same; secrets are new each time, and have the characters that break careless encoders. */
export function createIdentities(now: number): Identities {
	const random = (length: number) =>
		randomBytes(length).toString('base64url').replace(/[-_]/g, 'x').slice(0, length);
	const tenant = '7d2c41a6-5b0e-4f7e-9a53-1c6f0e8b9d24';
	const secretExpires = utcDay(now + 180 * 86_400_000);
	return {
		usual: {
			tenant,
			clientId: 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7',
			clientSecret: `${random(3)}8Q~${random(9)}+/=%&.${random(19)}`,
			secretExpires,
		},
		google: {
			tenant,
			clientId: '407408718192-4e0f8d5790be12f4a6c7d2c41a65b0e9.apps.googleusercontent.com',
			clientSecret: `GOCSPX-${random(28)}`,
			secretExpires,
		},
	};
}

export const findIdentity = (identities: Identities, clientId: string): Identity | undefined =>
	Object.values(identities).find(identity => identity.clientId === clientId);
