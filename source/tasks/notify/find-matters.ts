import type {GrantRecord} from '../../checklist/grant-record.js';
import type {Matter} from '../../notify/matter.js';
import {mattersOf} from '../../notify/matters-of.js';
import type {TaskContext} from '../context.js';

/** Grants that are looked at before anything else may run. */
const chunk = 50;

export type FoundMatters = {
	readonly records: readonly GrantRecord[];
	readonly grants: ReadonlySet<string>;
	readonly matters: readonly Matter[];
};

/** All that needs a person, of all grants; there may be thousands, and asks nobody. */
export async function findMatters({services, signal}: TaskContext): Promise<FoundMatters> {
	const {grants, providers, secrets} = services;
	const now = services.now();
	const records: GrantRecord[] = [];
	const matters: Matter[] = [];
	for (const [index, stored] of grants.list().entries()) {
		if (index % chunk === chunk - 1) await new Promise(resolve => setImmediate(resolve));
		signal.throwIfAborted();
		const {name} = stored.grant;
		const record = {...stored, facts: secrets.facts(name)};
		const renewal = record.facts.renewalFailure && secrets.readTokens(name).renewal;
		records.push(record);
		matters.push(...mattersOf(record, renewal, {providers, now}));
	}
	return {records, grants: new Set(records.map(({grant}) => grant.name)), matters};
}
