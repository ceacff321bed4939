import type {AppCertificate} from '../certificates-port.js';
import {isServiceAccount} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import {UserError} from '../errors.js';
import {readServiceAccount} from '../paste/service-account.js';
import {providerOf} from '../providers/provider-of.js';
import type {ServiceAccount} from '../secrets.js';
import type {Services} from '../services.js';
import {utcDay} from '../text/utc.js';
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
	const secretExpires = utcDay(certificate.endsAt);
	const {evidence, ticks, grant} = readRecord(services, name);
	await services.grants.write({grant: {...grant, secretExpires}, evidence, ticks});
	return readRecord(services, name);
}

/** A key pair of its own for the grant, named after it. */
export async function makeCertificate(
	services: Services,
	name: string,
	days: number,
): Promise<GrantRecord> {
	requireCertificates(services, readRecord(services, name));
	const {certificates, now} = services;
	const made = await certificates.make({commonName: `mailgrant ${name}`, days, now: now()});
	return saveCertificate(services, name, made);
}

/** A key pair out of one PEM file, or of one for each half. */
export async function importCertificate(
	services: Services,
	name: string,
	paths: readonly string[],
): Promise<GrantRecord> {
	requireCertificates(services, readRecord(services, name));
	const texts = await Promise.all(paths.map(path => services.readFile(path, maxPemBytes)));
	return saveCertificate(services, name, services.certificates.read(texts.join('\n')));
}

/** A certificate with its chain and key is a few kB. */
const maxPemBytes = 100_000;

/** Throws UserError where the grant's application does not prove itself with a certificate. */
export function requireCertificates({providers}: Services, {grant}: GrantRecord): void {
	const {appOnly} = providerOf(grant, providers);
	if (grant.flow === 'app-only' && appOnly?.credentials.includes('certificate')) return;
	throw new UserError(
		`${grant.name} proves itself in another way: a certificate is for Microsoft with the flow app-only.`,
		[
			`Add a grant with --provider microsoft --flow app-only, or change its flow: Ctrl+O in ${inStep('provider')}.`,
		],
	);
}

/** The key of a service account out of Google's JSON file. */
export async function importServiceAccount(
	services: Services,
	name: string,
	{path, text}: {readonly path?: string; readonly text?: string},
): Promise<GrantRecord> {
	const json = text ?? (path === undefined ? '' : await services.readFile(path, maxPemBytes));
	const read = readServiceAccount(json);
	if ('error' in read) throw new UserError(read.error);
	return saveServiceAccount(services, name, read);
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
			[
				`Add a grant with --provider google --flow app-only, or change its flow: Ctrl+O in ${inStep('provider')}.`,
			],
		);
	}
	await services.secrets.update(name, secrets =>
		withCredential(secrets, {serviceAccount: {...serviceAccount, setAt: services.now()}}),
	);
	return readRecord(services, name);
}
