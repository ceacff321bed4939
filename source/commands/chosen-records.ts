import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {Services} from '../services.js';
import {listRecords, readRecord} from '../tasks/grants.js';

/** The named grants, each once; all of them when none is named. Throws UserError when there is none. */
export function chosenRecords(services: Services, names: readonly string[]): GrantRecord[] {
	if (names.length > 0) return [...new Set(names)].map(name => readRecord(services, name));
	const records = listRecords(services);
	if (records.length === 0) {
		throw new UserError('There are no grants yet.', ['Add one: mailgrant add NAME']);
	}
	return records;
}

/** The same without facts of secrets, which cost a file each: for thousands of grants. */
export function grantsNamed(services: Services, names: readonly string[]): GrantRecord[] {
	const records = services.grants.list().map(record => ({...record, facts: {}}));
	if (names.length === 0) {
		if (records.length > 0) return records;
		throw new UserError('There are no grants yet.', ['Add one: mailgrant add NAME']);
	}
	const byName = new Map(records.map(record => [record.grant.name, record]));
	return [...new Set(names)].map(name => byName.get(name) ?? readRecord(services, name));
}
