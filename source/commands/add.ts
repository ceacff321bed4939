import {hasIdentity, isServiceAccount} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {FieldName, ProviderId} from '../grant.js';
import {checkClientId} from '../paste/client-id.js';
import type {Providers} from '../providers/provider.js';
import {cloudNotes} from '../providers/provider-of.js';
import {shellQuote} from '../shell-quote.js';
import {createGrant, type FieldTexts, saveClientSecret} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import {fieldFlags, withFlag} from './field-flags.js';
import type {Invocation} from './invocation.js';
import {readClientSecret} from './read-client-secret.js';
import {statusJson} from './status.js';
import {wrongValues} from './wrong-values.js';

/** Adds a grant, with all that its flags say and its client secret; all of it or nothing. */
export async function add(invocation: Invocation): Promise<ExitCode> {
	const {options, isJson, output, world} = invocation;
	const [name = ''] = invocation.arguments;
	const texts: FieldTexts = {...fieldFlags(options), name};
	const services = await world.openServices();
	refuseExisting(
		services.grants.list().map(({grant}) => grant.name),
		name,
	);
	const errors = errorsOf(texts);
	const isPiped = options['client-secret-stdin'] === true;
	const hasSecret = isWithSecret(texts, services.providers);
	// On a terminal the flags are judged first: nobody types a secret for nothing.
	if (errors.length > 0 && !isPiped) throw wrong(errors);
	if (isPiped && !hasSecret) {
		throw wrong(['--client-secret-stdin: a service account has a key file instead.']);
	}
	const secret = hasSecret
		? await readClientSecret(invocation, {
				provider: providerOf(texts.provider) ?? 'custom',
				question: 'Client secret (not shown; Enter for none yet):',
			})
		: undefined;
	const secretErrors = secret?.error ? [`--client-secret-stdin: ${secret.error}`] : [];
	if (errors.length + secretErrors.length > 0) throw wrong([...errors, ...secretErrors]);
	const saved = await createGrant(services, texts);
	if ('errors' in saved) {
		throw wrong(
			(Object.entries(saved.errors) as [FieldName, string][]).map(([field, error]) =>
				withFlag(field, error),
			),
		);
	}
	const {grant} = saved.record;
	let {record} = saved;
	if (secret?.value !== undefined) {
		const kept = await saveClientSecret(services, grant.name, secret.value);
		if ('error' in kept) throw wrong([`--client-secret-stdin: ${kept.error}`]);
		record = kept.record;
	}
	if (isJson) output.json(statusJson(record, services.providers, services.now()));
	else {
		output.print(`Added ${grant.name}${record.facts.clientSecret ? ', with its secret' : ''}.`);
		for (const note of cloudNotes(grant, services.providers)) output.tell(`Note: ${note}`);
		output.tell(nextFor(record, services.providers));
	}
	return 0;
}

/** The key of a service account comes in a file of its own. */
function isWithSecret({provider, flow = ''}: FieldTexts, providers: Providers): boolean {
	const id = providerOf(provider);
	const parsed = fields.flow.parse(flow);
	const isAppOnly = 'value' in parsed && parsed.value === 'app-only';
	return !isAppOnly || !id || providers[id].appOnly?.credentials.includes('secret') !== false;
}

function nextFor(record: GrantRecord, providers: Providers): string {
	const name = shellQuote(record.grant.name);
	if (record.grant.flow !== 'app-only' || hasIdentity(record, providers)) {
		return `Next: mailgrant check ${name}`;
	}
	return isServiceAccount(record.grant, providers)
		? `Next, its key: mailgrant service-account ${name} FILE`
		: `Next, a certificate: mailgrant certificate ${name} --make --out FILE`;
}

function refuseExisting(names: readonly string[], name: string) {
	const parsed = fields.name.parse(name);
	if ('error' in parsed || !names.includes(String(parsed.value))) return;
	throw new UserError(`There is a grant "${parsed.value}" already.`, [
		'Choose another name.',
		`Or see what it is: mailgrant status ${shellQuote(name)}`,
	]);
}

/** What is wrong with each flag, all at once. */
function errorsOf(texts: FieldTexts): string[] {
	return (Object.keys(fields) as FieldName[]).flatMap(field => {
		const text = texts[field];
		const {isRequired, label, choices} = fields[field];
		const parsed = fields[field].parse(text ?? '');
		if ('error' in parsed) return [withFlag(field, parsed.error)];
		if (parsed.value === undefined && isRequired) {
			const among = choices ? ` It is one of ${choices.join(', ')}.` : '';
			return [withFlag(field, `${label} is missing.${among}`)];
		}
		if (field !== 'clientId' || parsed.value === undefined) return [];
		const provider = providerOf(texts.provider);
		const checked = provider && checkClientId(String(parsed.value), provider, texts.tenant);
		return checked && 'error' in checked ? [withFlag(field, checked.error)] : [];
	});
}

function providerOf(text = ''): ProviderId | undefined {
	const parsed = fields.provider.parse(text);
	return 'error' in parsed ? undefined : (parsed.value as ProviderId | undefined);
}

const wrong = (errors: readonly string[]) =>
	wrongValues(errors, {command: 'add', kept: 'Nothing was kept'});
