import {isServiceAccount} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {providerOf} from '../providers/provider-of.js';
import type {AppCertificate, ServiceAccount, Services} from '../services.js';
import {readRecord} from './grants.js';
import {withCredential} from './with-credential.js';

/** Keeps a key pair, and its last day as the one to be reminded of. Throws UserError where the grant has no use for one. */
export async function saveCertificate(
	services: Services,
	name: string,
	certificate: AppCertificate,
): Promise<GrantRecord> {
	const before = readRecord(services, name);
	requireCertificates(services, before);
	await services.secrets.update(name, secrets =>
		withCredential(secrets, {certificate: {...certificate, setAt: services.now()}}),
	);
	const secretExpires = new Date(certificate.endsAt).toISOString().slice(0, 10);
	const {evidence, ticks, grant} = readRecord(services, name);
	services.grants.write({grant: {...grant, secretExpires}, evidence, ticks});
	return readRecord(services, name);
}

/** Throws UserError where the grant's application does not prove itself with a certificate. */
export function requireCertificates({providers}: Services, {grant}: GrantRecord): void {
	const {appOnly} = providerOf(grant, providers);
	if (grant.flow === 'app-only' && appOnly?.credentials.includes('certificate')) return;
	throw new UserError(
		`${grant.name} proves itself in another way: a certificate is for Microsoft with the flow app-only.`,
		['Add a grant with --provider microsoft --flow app-only, or change its flow (Ctrl+O, step 1).'],
	);
}

/** Keeps the key of a service account. Throws UserError where the grant has no use for one. */
export async function saveServiceAccount(
	services: Services,
	name: string,
	serviceAccount: ServiceAccount,
): Promise<GrantRecord> {
	const {grant} = readRecord(services, name);
	if (!isServiceAccount(grant, services.providers)) {
		throw new UserError(
			`${name} signs in in another way: the key of a service account is for Google with the flow app-only.`,
			['Add a grant with --provider google --flow app-only, or change its flow (Ctrl+O, step 1).'],
		);
	}
	await services.secrets.update(name, secrets =>
		withCredential(secrets, {serviceAccount: {...serviceAccount, setAt: services.now()}}),
	);
	return readRecord(services, name);
}
