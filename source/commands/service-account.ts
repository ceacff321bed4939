import type {SecretFacts} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {settingsOf} from '../providers/settings.js';
import {shellQuote} from '../shell-quote.js';
import {importServiceAccount} from '../tasks/credentials.js';
import {readRecord} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

type Kept = NonNullable<SecretFacts['serviceAccount']>;

/** The key of a Google service account: kept from its JSON file, and what the admin console has to be told of it. */
export async function serviceAccount(invocation: Invocation): Promise<ExitCode> {
	const {isJson, input, options, output, signal, world} = invocation;
	const [name = '', path] = invocation.arguments;
	const services = await world.openServices();
	const text = options.stdin ? await input.readAll(signal) : undefined;
	const isNew = path !== undefined || text !== undefined;
	const record = isNew
		? await importServiceAccount(services, name, {path, text})
		: readRecord(services, name);
	const kept = record.facts.serviceAccount;
	if (!kept) {
		throw new UserError(`${name} has no key of a service account.`, [
			`Give its JSON file: mailgrant service-account ${shellQuote(name)} FILE`,
		]);
	}
	const {scope} = settingsOf(record.grant, services.providers);
	if (isJson) output.json({grant: name, ...shown(kept), scope});
	else output.print(textOf(name, kept, scope));
	if (isNew && !isJson) output.tell(`Next: mailgrant check ${shellQuote(name)}`);
	return 0;
}

const shown = ({email, uniqueId, keyId}: Kept) => ({email, uniqueId, keyId});

const textOf = (name: string, {email, uniqueId, keyId}: Kept, scope: string) =>
	[
		`${name}: service account ${email}`,
		`  Key: ${keyId}`,
		'  In the admin console, Manage Domain Wide Delegation → Add new:',
		`    Client ID: ${uniqueId}`,
		`    OAuth scopes: ${scope}`,
	].join('\n');
