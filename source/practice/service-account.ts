import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {tenantDomain} from './identity.js';

/** The JSON key of Google's console, as far as it is used. */
export type ServiceAccountKey = {
	readonly type: 'service_account';
	readonly project_id: string;
	readonly private_key_id: string;
	readonly private_key: string;
	readonly client_email: string;
	readonly client_id: string;
	readonly token_uri: string;
};

/** Made when it is first asked for, since a key takes its time. */
export function createServiceAccount(tokenUri: () => string): () => ServiceAccountKey {
	let key: ServiceAccountKey | undefined;
	return () => {
		key ??= {
			type: 'service_account',
			project_id: 'practice',
			private_key_id: randomBytes(20).toString('hex'),
			private_key: generateKeyPairSync('rsa', {
				modulusLength: 2048,
				publicKeyEncoding: {type: 'spki', format: 'pem'},
				privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
			}).privateKey,
			client_email: `mail-app@${tenantDomain.replace('.', '-')}.iam.gserviceaccount.com`,
			client_id: '104857600000000000042',
			token_uri: tokenUri(),
		};
		return key;
	};
}
