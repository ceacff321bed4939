import {isDeepStrictEqual} from 'node:util';
import type {StoredRecord} from './stored-record.js';

/** What two processes made of a grant, in one: what `given` changes since `base` was read is taken from it, all else from `disk`. */
export function mergeRecords({
	disk,
	base,
	given,
}: {
	readonly disk: StoredRecord;
	readonly base: StoredRecord;
	readonly given: StoredRecord;
}): StoredRecord {
	const asKeys = ({ticks}: StoredRecord) => Object.fromEntries(ticks.map(tick => [tick, true]));
	return {
		grant: mergeFields(disk.grant, base.grant, given.grant),
		evidence: mergeFields(disk.evidence, base.evidence, given.evidence),
		ticks: Object.keys(mergeFields(asKeys(disk), asKeys(base), asKeys(given))),
	};
}

function mergeFields<Fields extends object>(disk: Fields, base: Fields, given: Fields): Fields {
	const merged = new Map<string, unknown>(Object.entries(disk));
	const was = new Map<string, unknown>(Object.entries(base));
	const is = new Map<string, unknown>(Object.entries(given));
	for (const key of new Set([...was.keys(), ...is.keys()])) {
		const value = is.get(key);
		if (isDeepStrictEqual(value, was.get(key))) continue;
		if (value === undefined) merged.delete(key);
		else merged.set(key, value);
	}
	return Object.fromEntries(merged) as Fields;
}
