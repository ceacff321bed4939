import type {SecretFacts} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {importCertificate, makeCertificate, requireCertificates} from '../tasks/credentials.js';
import {readRecord} from '../tasks/grants.js';
import {utcDay} from '../text/utc.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

type Kept = NonNullable<SecretFacts['certificate']>;

/** The certificate of an application that signs in as itself: made here, imported or shown. Its key is never printed. */
export async function certificate(invocation: Invocation): Promise<ExitCode> {
	const {options, isJson, output, world} = invocation;
	const [name = ''] = invocation.arguments;
	const days = daysOf(options.days);
	const files = [options.import, options.key].filter(file => typeof file === 'string');
	if (options.key && !options.import) throw wrong('--key goes with --import.');
	if (options.make && files.length > 0) throw wrong('A certificate is made or imported, not both.');
	const services = await world.openServices();
	const before = readRecord(services, name);
	requireCertificates(services, before);
	const isNew = options.make === true || files.length > 0;
	if (isNew && before.facts.certificate && !options.replace) {
		throw new UserError(`${name} has a certificate, until ${dayOf(before.facts.certificate)}.`, [
			'To put another in its place: --replace. Tokens come again once the new one is uploaded.',
		]);
	}
	const record = options.make
		? await makeCertificate(services, name, days)
		: files.length > 0
			? await importCertificate(services, name, files)
			: before;
	const kept = record.facts.certificate;
	if (!kept) {
		throw new UserError(`${name} has no certificate.`, [
			`Make one: mailgrant certificate ${shellQuote(name)} --make --out FILE`,
			`Or import one with its key: mailgrant certificate ${shellQuote(name)} --import FILE`,
		]);
	}
	const file =
		typeof options.out === 'string' ? await services.writeFile(options.out, kept.pem) : undefined;
	if (isJson) output.json(jsonOf(name, kept, file));
	else output.print(textOf(name, kept, file));
	if (isNew && !isJson) {
		output.tell(
			'Upload it: the app in the portal → Certificates & secrets → Certificates → Upload certificate.',
		);
		output.tell(`Then: mailgrant check ${shellQuote(name)}`);
	}
	return 0;
}

function daysOf(text: string | true | undefined): number {
	if (text === undefined) return 365;
	const days = typeof text === 'string' && /^\d{1,4}$/.test(text) ? Number(text) : 0;
	if (days < 1 || days > 1095) throw wrong('--days takes a number of days, 1 to 1095.');
	return days;
}

const dayOf = ({endsAt}: Kept) => utcDay(endsAt);

const jsonOf = (grant: string, kept: Kept, file: string | undefined) => ({
	grant,
	sha1: kept.sha1,
	sha256: kept.sha256,
	ends: dayOf(kept),
	...(file === undefined ? {certificate: kept.pem} : {file}),
});

const textOf = (name: string, kept: Kept, file: string | undefined) =>
	[
		`${name}: certificate until ${dayOf(kept)}`,
		`  Thumbprint, as the portal shows it (SHA-1): ${kept.sha1}`,
		`  The same as SHA-256: ${kept.sha256}`,
		...(file === undefined ? ['', kept.pem.trimEnd()] : [`  Written to ${file}`]),
	].join('\n');

const wrong = (message: string) =>
	new UserError(message, ['How it is used: mailgrant certificate --help'], 2);
