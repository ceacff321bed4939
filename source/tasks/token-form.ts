import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {type TokenFormField, tokenForm} from '../extraview/token-form.js';
import type {Services} from '../services.js';
import type {Copied} from '../terminal-port.js';

/** A field as it may be shown: a secret with its first characters only. */
export type ShownField = TokenFormField & {readonly masked?: string};

/** The nine fields of ExtraView's form for a grant. */
export function shownTokenForm(services: Services, record: GrantRecord): readonly ShownField[] {
	return tokenForm(record.grant, services.providers).map(field => {
		if (!field.isSecret) return field;
		const {clientSecret} = record.facts;
		return clientSecret
			? {...field, masked: `${clientSecret.masked} (${clientSecret.length} characters)`}
			: {...field, missing: 'Enter it in “IDs and secret”'};
	});
}

/** Copies one field, the secret too, which goes from its store into the clipboard and nowhere else. Throws UserError for a field that holds nothing. */
export async function copyTokenField(
	services: Services,
	record: GrantRecord,
	number: number,
): Promise<Copied> {
	const field = tokenForm(record.grant, services.providers).find(each => each.number === number);
	const value = field?.isSecret
		? services.secrets.read(record.grant.name).clientSecret?.value
		: field?.value;
	if (value === undefined) {
		const name = field?.label ?? `Field ${number}`;
		throw new UserError(`${name} has no value to copy.`, [
			field?.missing ?? 'It stays empty for this grant.',
		]);
	}
	return services.terminal.copy(value);
}
