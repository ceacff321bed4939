import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {StepId} from '../checklist/step-id.js';
import {steps} from '../checklist/steps.js';
import {clean, stripControls} from '../clean.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {FieldName, Grant} from '../grant.js';
import {shellQuote} from '../shell-quote.js';
import {evidenceShape} from './evidence-shape.js';
import {isRecord, isText, listOf} from './shape.js';

/** A grant as settings hold it. */
export type StoredRecord = Omit<GrantRecord, 'facts'>;

const fieldNames = Object.keys(fields) as readonly FieldName[];
const needed = new Set<FieldName>([
	'name',
	'provider',
	'mailbox',
	'incoming',
	'outgoing',
	'callbackPort',
	'flow',
]);

/** Reads one grant of the file by the rules of its fields. Throws UserError that names the grant and what is wrong. */
export function parseRecord(raw: unknown, file: string, index: number): StoredRecord {
	const grant = isRecord(raw) && isRecord(raw.grant) ? raw.grant : undefined;
	const name = typeof grant?.name === 'string' ? `"${clean(grant.name, 100)}"` : index + 1;
	const wrong = (what: string, mend: string) =>
		new UserError(`Grant ${name} in ${file}: ${what}`, [
			mend,
			`The file is JSON; any editor will do: vi ${shellQuote(file)}`,
		]);
	if (!isRecord(raw) || !grant) {
		throw wrong('it is no object with a "grant".', 'Take it out, or restore the file.');
	}
	const values: Partial<Record<FieldName, unknown>> = {};
	for (const field of fieldNames) {
		const value = Object.hasOwn(grant, field) ? grant[field] : undefined;
		const {label, parse} = fields[field];
		if (value === undefined) {
			if (!needed.has(field)) continue;
			throw wrong(`${label} ("${field}") is missing.`, `Put "${field}" in, or take the grant out.`);
		}
		const isRightType =
			field === 'callbackPort' ? typeof value === 'number' : typeof value === 'string';
		const parsed = isRightType
			? parse(String(value))
			: {error: `it is not a ${field === 'callbackPort' ? 'number' : 'text'}.`};
		if ('error' in parsed) {
			throw wrong(`${label} ("${field}"): ${parsed.error}`, `Mend "${field}" in the file.`);
		}
		if (parsed.value !== undefined) values[field] = parsed.value;
		else if (needed.has(field)) {
			throw wrong(`${label} ("${field}") is empty.`, `Put a value in for "${field}".`);
		}
	}
	const evidence = raw.evidence ?? {};
	if (!isRecord(evidence)) throw wrong('"evidence" is no object.', 'Take "evidence" out.');
	const ticks = raw.ticks ?? [];
	if (!listOf(isText)(ticks)) throw wrong('"ticks" is no list of texts.', 'Take "ticks" out.');
	return {
		grant: values as Grant,
		evidence: Object.fromEntries(
			steps
				.filter(({id}) => Object.hasOwn(evidence, id))
				.map(({id}): [StepId, Evidence] => {
					if (evidenceShape(evidence[id])) return [id, cleanDeep(evidence[id]) as Evidence];
					throw wrong(
						`what was found in step "${id}" is damaged.`,
						`Take "${id}" out of "evidence"; then run that step again.`,
					);
				}),
		),
		ticks: (ticks as readonly string[]).map(tick => clean(tick, 200)),
	};
}

/** What goes into the file: the record, without transcripts, and what the file has of it that this version does not know. */
export function rawRecord(
	record: StoredRecord,
	before: unknown,
): Readonly<Record<string, unknown>> {
	const old = isRecord(before) ? before : {};
	const known = (names: readonly string[], value: unknown) =>
		isRecord(value)
			? Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)))
			: {};
	return {
		...known(['grant', 'evidence', 'ticks', 'facts'], old),
		grant: {...known(fieldNames, old.grant), ...record.grant},
		evidence: {
			...known(
				steps.map(({id}) => id),
				old.evidence,
			),
			...(withoutTranscripts(record.evidence) as StoredRecord['evidence']),
		},
		ticks: record.ticks,
	};
}

function withoutTranscripts(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutTranscripts);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== 'transcript')
			.map(([key, inner]) => [key, withoutTranscripts(inner)]),
	);
}

function cleanDeep(value: unknown): unknown {
	if (typeof value === 'string') return stripControls(value);
	if (Array.isArray(value)) return value.map(cleanDeep);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== 'transcript')
			// `fits` is never shown, and has to stay as it was written.
			.map(([key, inner]) => [key, key === 'fits' ? inner : cleanDeep(inner)]),
	);
}
