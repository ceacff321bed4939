import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {type Requirement, tokenFormPlace} from '../extraview/token-form.js';
import {readRecord} from '../tasks/grants.js';
import {copyTokenField, type ShownField, shownTokenForm} from '../tasks/token-form.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** The fields of ExtraView's token form with a grant's values; the secret is only copied, never printed. */
export async function values(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, world} = invocation;
	const [name = ''] = invocation.arguments;
	const number = numberOf(options.copy, isJson);
	const services = await world.openServices();
	const record = readRecord(services, name);
	if (number !== undefined) {
		const {how, detail} = await copyTokenField(services, record, number);
		output.tell(detail);
		return how === 'nowhere' ? 1 : 0;
	}
	const fields = shownTokenForm(services, record);
	if (isJson) output.json(jsonOf(record, fields));
	else output.print(textOf(record, fields));
	return fields.some(({missing}) => missing !== undefined) ? 1 : 0;
}

function numberOf(text: string | true | undefined, isJson: boolean): number | undefined {
	if (text === undefined) return undefined;
	if (isJson) throw new UserError('values copies or prints JSON, not both.', [howTo], 2);
	const number = typeof text === 'string' && /^[1-9]$/.test(text) ? Number(text) : undefined;
	if (number === undefined) {
		throw new UserError('--copy takes the number of a field, 1 to 9.', [howTo], 2);
	}
	return number;
}

const requirements: Readonly<Record<Requirement, string>> = {
	always: 'required',
	microsoft: 'required for Microsoft Azure',
	google: 'required for Google Gmail',
	optional: 'optional',
};

function textOf({grant}: GrantRecord, fields: readonly ShownField[]): string {
	return [
		`${grant.name}: ${tokenFormPlace}`,
		...fields.flatMap(field => [
			'',
			`${field.number} ${field.label ?? `(label not known) ${field.description}`}, ${requirements[field.required]}`,
			`  ${shownValue(field)}`,
			...(field.note ? [`  Note: ${field.note}`] : []),
		]),
	].join('\n');
}

function shownValue({value, masked, isEmpty, missing}: ShownField): string {
	if (isEmpty) return '(stays empty)';
	return value ?? masked ?? `(missing) ${missing ?? ''}`.trim();
}

const jsonOf = ({grant}: GrantRecord, fields: readonly ShownField[]) => ({
	grant: grant.name,
	place: tokenFormPlace,
	fields: fields.map(({masked: _, ...field}) => field),
});

const howTo = 'How it is used: mailgrant values --help';
