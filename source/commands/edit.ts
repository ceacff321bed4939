import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {FieldName, Grant} from '../grant.js';
import {checkClientId} from '../paste/client-id.js';
import type {Services} from '../services.js';
import {shellQuote} from '../shell-quote.js';
import {
	editGrant,
	type FieldTexts,
	planEdit,
	readRecord,
	saveClientSecret,
} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import {fieldFlags, withFlag} from './field-flags.js';
import type {Invocation} from './invocation.js';
import {readClientSecret} from './read-client-secret.js';
import {staleProofs, staleText} from './stale-proofs.js';
import {statusJson} from './status.js';
import {wrongValues} from './wrong-values.js';

/** Changes fields of a grant and its client secret; all of it or nothing. Says which proofs no longer hold. */
export async function edit(invocation: Invocation): Promise<ExitCode> {
	const {options, input, world} = invocation;
	const [name = ''] = invocation.arguments;
	const texts = fieldFlags(options);
	const isSecretWished = options['client-secret-stdin'] === true;
	if (Object.keys(texts).length === 0 && !isSecretWished) throw nothingGiven();
	const services = await world.openServices();
	const before = readRecord(services, name);
	const planned = plan(services, before, texts);
	// On a terminal the flags are judged first: nobody types a secret for nothing.
	if (planned.errors.length > 0 && (input.isTerminal || !isSecretWished)) {
		throw wrong(planned.errors);
	}
	const secret = isSecretWished
		? await readClientSecret(invocation, {
				provider: planned.grant.provider,
				question: 'Client secret (not shown; Enter leaves it as it is):',
			})
		: undefined;
	const secretErrors = secret?.error ? [`--client-secret-stdin: ${secret.error}`] : [];
	if (planned.errors.length + secretErrors.length > 0) {
		throw wrong([...planned.errors, ...secretErrors]);
	}
	const after = await save(services, name, {texts, secret: secret?.value});
	const changed = (Object.keys(fields) as FieldName[]).filter(
		field => before.grant[field] !== after.grant[field],
	);
	tell(invocation, services, {record: after, changed, isSecretNew: secret?.value !== undefined});
	return 0;
}

/** What the grant would be, and what is wrong with each flag. */
function plan(
	services: Services,
	before: GrantRecord,
	texts: FieldTexts,
): {readonly grant: Grant; readonly errors: readonly string[]} {
	const planned = planEdit(services, before, texts);
	if ('grant' in planned) return {grant: planned.grant, errors: idErrors(planned.grant, texts)};
	const errors = (Object.entries(planned.errors) as [FieldName, string][]).map(([field, error]) =>
		withFlag(field, error),
	);
	// With some values refused, the others are still judged, as far as they go together.
	const fine = Object.fromEntries(
		Object.entries(texts).filter(([field]) => !Object.hasOwn(planned.errors, field)),
	);
	const rest = planEdit(services, before, fine);
	const grant = 'grant' in rest ? rest.grant : before.grant;
	return {grant, errors: [...errors, ...idErrors(grant, fine)]};
}

/** A Client ID that is new has to be one of the provider that the grant has then. */
function idErrors({provider, tenant, clientId}: Grant, texts: FieldTexts): readonly string[] {
	if (texts.clientId === undefined || clientId === undefined) return [];
	const checked = checkClientId(clientId, provider, tenant);
	return 'error' in checked ? [withFlag('clientId', checked.error)] : [];
}

async function save(
	services: Services,
	name: string,
	{texts, secret}: {readonly texts: FieldTexts; readonly secret: string | undefined},
): Promise<GrantRecord> {
	const saved = await editGrant(services, name, texts);
	if ('errors' in saved) throw wrong(Object.values(saved.errors));
	if (secret === undefined) return saved.record;
	const kept = await saveClientSecret(services, name, secret);
	if ('error' in kept) throw wrong([`--client-secret-stdin: ${kept.error}`]);
	return kept.record;
}

function tell(
	{isJson, output}: Invocation,
	{providers, now}: Services,
	{
		record,
		changed,
		isSecretNew,
	}: {
		readonly record: GrantRecord;
		readonly changed: readonly FieldName[];
		readonly isSecretNew: boolean;
	},
): void {
	const {name} = record.grant;
	const stale = staleProofs(record, providers);
	if (isJson) {
		const flags = changed.map(field => fields[field].flag);
		output.json({
			...statusJson(record, providers, now()),
			changed: [...flags, ...(isSecretNew ? ['client-secret'] : [])],
			stale,
		});
		return;
	}
	const what = [
		...changed.map(field => fields[field].label),
		...(isSecretNew ? ['client secret'] : []),
	];
	output.print(
		what.length > 0
			? `Changed ${name}: ${what.join(', ')}.`
			: `Nothing changed: ${name} has these values already.`,
	);
	const sentence = staleText(stale);
	if (sentence === undefined) return;
	output.print(sentence);
	output.tell(`Next: mailgrant check ${shellQuote(name)}`);
}

function nothingGiven(): UserError {
	const flags = (Object.keys(fields) as FieldName[])
		.filter(field => field !== 'name')
		.map(field => `--${fields[field].flag}`);
	return new UserError(
		'edit lacks what to change.',
		[
			`Give fields and their values: ${flags.join(', ')}.`,
			'Or a new client secret: --client-secret-stdin',
			'The name is changed by: mailgrant rename FROM TO',
			'How it is used: mailgrant edit --help',
		],
		2,
	);
}

const wrong = (errors: readonly string[]) =>
	wrongValues(errors, {command: 'edit', kept: 'Nothing was changed'});
