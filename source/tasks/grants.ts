import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {StepId} from '../checklist/step-id.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {FieldName, Grant} from '../grant.js';
import {renamedIn} from '../notify/renamed-in.js';
import {checkClientSecret} from '../paste/client-secret.js';
import type {Services} from '../services.js';
import {combinationErrors} from './combination-errors.js';
import {withCredential} from './with-credential.js';

export type FieldTexts = Partial<Record<FieldName, string>>;
export type Planned = {readonly grant: Grant} | {readonly errors: FieldTexts};
export type Saved = {readonly record: GrantRecord} | {readonly errors: FieldTexts};

export const firstCallbackPort = 8765;

export function listRecords(services: Services): GrantRecord[] {
	return services.grants
		.list()
		.map(record => ({...record, facts: services.secrets.facts(record.grant.name)}));
}

/** Throws UserError naming the grants that there are. */
export function readRecord(services: Services, name: string): GrantRecord {
	const record = services.grants.read(name);
	if (record) return {...record, facts: services.secrets.facts(name)};
	const known = services.grants.list().map(({grant}) => grant.name);
	throw new UserError(`There is no grant "${name}".`, [
		known.length > 0 ? `These exist: ${known.join(', ')}` : 'Add one: mailgrant add NAME',
	]);
}

/** What a new grant would be, of the texts of a form or of flags; what is wrong is said per field, all at once. */
export function planGrant(services: Services, texts: FieldTexts): Planned {
	const existing = services.grants.list().map(({grant}) => grant);
	const read = readFields(texts);
	const values = {
		incoming: 'imap',
		outgoing: 'smtp',
		flow: 'browser',
		callbackPort: freePort(existing),
		...withoutUndefined(read.values),
	} as Grant;
	const errors = {
		...combinationErrors(values, services.providers),
		...requiredErrors(values),
		...read.errors,
		...nameErrors(values.name, existing),
	};
	return Object.keys(errors).length > 0 ? {errors} : {grant: values};
}

/** Makes a grant; see planGrant. */
export async function createGrant(services: Services, texts: FieldTexts): Promise<Saved> {
	const planned = planGrant(services, texts);
	return 'errors' in planned ? planned : {record: await addGrant(services, planned.grant)};
}

/** Keeps a grant that was planned. */
export async function addGrant(services: Services, grant: Grant): Promise<GrantRecord> {
	const record = {grant, evidence: {}, ticks: []};
	await services.grants.write(record);
	return {...record, facts: services.secrets.facts(grant.name)};
}

/** What a grant would be with these texts; an empty text removes the value. */
export function planEdit(
	services: Services,
	{grant: before}: GrantRecord,
	texts: FieldTexts,
): Planned {
	const {values, errors: readErrors} = readFields(texts);
	const grant = withoutUndefined({...before, ...withDefaults(values)}) as Grant;
	const others = services.grants
		.list()
		.map(other => other.grant)
		.filter(other => other.name !== before.name);
	const errors = {
		...combinationErrors(grant, services.providers),
		...requiredErrors(grant),
		...readErrors,
		...nameErrors(grant.name, others),
	};
	return Object.keys(errors).length > 0 ? {errors} : {grant};
}

/** Takes the place of the grant's settings; evidence and ticks stay. Not for a new name: see renameGrant. */
export async function writeGrant(services: Services, grant: Grant): Promise<GrantRecord> {
	const {evidence, ticks} = readRecord(services, grant.name);
	await services.grants.write({grant, evidence, ticks});
	return readRecord(services, grant.name);
}

/** Changes fields of a grant. A new name renames it everywhere. */
export async function editGrant(
	services: Services,
	name: string,
	texts: FieldTexts,
): Promise<Saved> {
	const planned = planEdit(services, readRecord(services, name), texts);
	if ('errors' in planned) return planned;
	if (planned.grant.name !== name) await renameGrant(services, name, planned.grant.name);
	return {record: await writeGrant(services, planned.grant)};
}

/** Throws UserError for a name that is taken, before anything is moved. */
export async function renameGrant(services: Services, from: string, to: string): Promise<void> {
	readRecord(services, from);
	if (to !== from && services.grants.read(to)) {
		throw new UserError(`There is a grant "${to}" already.`, ['Choose another name.']);
	}
	// Secrets first: a grant without them asks for a sign-in, secrets without a grant would be lost.
	await services.secrets.rename(from, to);
	await services.grants.rename(from, to);
	await services.notify.update(state => renamedIn(state, from, to));
}

/** What a new grant with the settings of another would be; no secrets, no evidence, a callback port of its own. */
export function planCopy(services: Services, from: string, to: string): Planned {
	const {grant} = readRecord(services, from);
	const texts = Object.fromEntries(
		Object.entries(grant).map(([field, value]) => [field, String(value)]),
	);
	return planGrant(services, {...texts, name: to, callbackPort: ''});
}

/** Adds a grant with the settings of another; see planCopy. */
export async function copyGrant(services: Services, from: string, to: string): Promise<Saved> {
	const planned = planCopy(services, from, to);
	return 'errors' in planned ? planned : {record: await addGrant(services, planned.grant)};
}

export async function removeGrant(services: Services, name: string): Promise<void> {
	readRecord(services, name);
	await services.grants.remove(name);
	await services.secrets.remove(name);
}

/** Checks the shape of a client secret and stores it. */
export async function saveClientSecret(
	services: Services,
	name: string,
	text: string,
): Promise<{readonly record: GrantRecord} | {readonly error: string}> {
	const checked = checkClientSecret(text, readRecord(services, name).grant.provider);
	if ('error' in checked) return checked;
	const clientSecret = {value: checked.value, setAt: services.now()};
	await services.secrets.update(name, secrets => withCredential(secrets, {clientSecret}));
	return {record: readRecord(services, name)};
}

/** Keeps what a task found. The record is read afresh, since tasks end at different times. */
export async function saveEvidence(
	services: Services,
	name: string,
	step: StepId,
	evidence: Evidence,
): Promise<GrantRecord> {
	const record = readRecord(services, name);
	await services.grants.write({
		grant: record.grant,
		ticks: record.ticks,
		evidence: {...record.evidence, [step]: evidence},
	});
	const saved = readRecord(services, name);
	// With its transcript, which is shown but never stored.
	return {...saved, evidence: {...saved.evidence, [step]: evidence}};
}

function readFields(texts: FieldTexts) {
	const values: Partial<Record<FieldName, string | number | undefined>> = {};
	const errors: FieldTexts = {};
	for (const [field, text] of Object.entries(texts) as [FieldName, string | undefined][]) {
		if (text === undefined) continue;
		const parsed = fields[field].parse(text);
		if ('error' in parsed) errors[field] = parsed.error;
		else values[field] = parsed.value;
	}
	return {values, errors};
}

function requiredErrors(grant: Grant): FieldTexts {
	return Object.fromEntries(
		(Object.entries(fields) as [FieldName, (typeof fields)[FieldName]][])
			.filter(([field, {isRequired}]) => isRequired && grant[field] === undefined)
			.map(([field, {label}]) => [field, `${label} is missing. Enter it.`]),
	);
}

function nameErrors(name: string | undefined, others: readonly Grant[]): FieldTexts {
	if (!name || !others.some(other => other.name === name)) return {};
	return {name: `There is a grant "${name}" already. Choose another name.`};
}

function freePort(grants: readonly Grant[]): number {
	const taken = new Set(grants.map(grant => grant.callbackPort));
	let port = firstCallbackPort;
	while (taken.has(port)) port++;
	return port;
}

/** Choices that were emptied go back to what a new grant has. */
function withDefaults(values: Partial<Record<FieldName, string | number | undefined>>) {
	const defaults: Partial<Record<FieldName, string>> = {
		incoming: 'imap',
		outgoing: 'smtp',
		flow: 'browser',
	};
	const entries = Object.entries(values) as [FieldName, string | number | undefined][];
	return Object.fromEntries(
		entries.flatMap(([field, value]) =>
			value === undefined && field === 'callbackPort' ? [] : [[field, value ?? defaults[field]]],
		),
	);
}

const withoutUndefined = (object: object) =>
	Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
