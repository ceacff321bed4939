import {isServiceAccount} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import {UserError} from '../errors.js';
import type {Grant} from '../grant.js';
import type {AppClient} from '../oauth-port.js';
import {isOwnTenant} from '../providers/own-tenant.js';
import {settingsOf} from '../providers/settings.js';
import type {Secrets} from '../secrets.js';
import type {Services} from '../services.js';

/** The application of a grant that signs in as itself. Throws UserError while something is missing. */
export function appClient(services: Services, {grant}: GrantRecord, secrets: Secrets): AppClient {
	const {providers} = services;
	const {tokenUrl, scope, network} = settingsOf(grant, providers);
	const proof = isServiceAccount(grant, providers)
		? delegate(grant, secrets)
		: application(grant, secrets);
	const missing = [
		...(providers[grant.provider].hasTenant && !isOwnTenant(grant.tenant) ? ['Tenant ID'] : []),
		...('missing' in proof ? proof.missing : []),
		...(tokenUrl ? [] : ['Access Token URL']),
	];
	if (missing.length > 0 || !tokenUrl || 'missing' in proof) {
		throw new UserError(`${grant.name} still lacks: ${missing.join(', ')}.`, [
			`Enter it in ${inStep('client')} of the checklist.`,
			'A certificate: mailgrant certificate NAME. The key of a service account: mailgrant service-account NAME FILE.',
		]);
	}
	return {...proof, tokenUrl, scope, network};
}

type Proof = Pick<AppClient, 'clientId' | 'credential'> | {readonly missing: readonly string[]};

function application({clientId}: Grant, {certificate, clientSecret}: Secrets): Proof {
	const credential = certificate
		? ({type: 'certificate', ...certificate} as const)
		: clientSecret && ({type: 'secret', clientSecret: clientSecret.value} as const);
	if (clientId && credential) return {clientId, credential};
	return {
		missing: [
			...(clientId ? [] : ['Client ID']),
			...(credential ? [] : ['Client Secret or certificate']),
		],
	};
}

function delegate({mailbox}: Grant, {serviceAccount}: Secrets): Proof {
	if (!serviceAccount) return {missing: ['key of the service account']};
	const {email, keyId, privateKey} = serviceAccount;
	return {
		clientId: email,
		credential: {type: 'service-account', keyId, privateKey, subject: mailbox},
	};
}
