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
