import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {FieldName, ProviderId} from '../grant.js';
import {checkClientId} from '../paste/client-id.js';
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
	// On a terminal the flags are judged first: nobody types a secret for nothing.
	if (errors.length > 0 && !isPiped) throw wrong(errors);
	const secret = await readClientSecret(invocation, {
		provider: providerOf(texts.provider) ?? 'custom',
		question: 'Client secret (not shown; Enter for none yet):',
	});
	const secretErrors = secret?.error ? [`--client-secret-stdin: ${secret.error}`] : [];
	if (errors.length + secretErrors.length > 0) throw wrong([...errors, ...secretErrors]);
	const saved = createGrant(services, texts);
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
	if (isJson) output.json(statusJson(record, services.providers));
	else {
		output.print(`Added ${grant.name}${record.facts.clientSecret ? ', with its secret' : ''}.`);
		output.tell(`Next: mailgrant check ${shellQuote(grant.name)}`);
	}
	return 0;
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
