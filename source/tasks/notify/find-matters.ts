import type {GrantRecord} from '../../checklist/grant-record.js';
import {UserError} from '../../errors.js';
import type {Matter} from '../../notify/matter.js';
import {mattersOf} from '../../notify/matters-of.js';
import type {NotifySettings} from '../../notify/notify-state.js';
import {waysOf} from '../../notify/ways-of.js';
import type {Secrets} from '../../secrets.js';
import type {TaskContext} from '../context.js';
import {renewalOf} from '../renewal-of.js';

/** Grants that are looked at before anything else may run. */
const chunk = 50;

export type FoundMatters = {
	/** The grants through which a mail may go. */
	readonly ways: readonly GrantRecord[];
	readonly grants: ReadonlySet<string>;
	readonly matters: readonly Matter[];
};

/** All that needs a person, of all grants; there may be thousands, and asks nobody. */
export async function findMatters(
	context: TaskContext,
	settings: NotifySettings,
): Promise<FoundMatters> {
	const {services, signal} = context;
	const {grants, providers, secrets} = services;
	const now = services.now();
	const names = new Set<string>();
	let ways: readonly GrantRecord[] = [];
	const matters: Matter[] = [];
	for (const [index, stored] of grants.list().entries()) {
		if (index % chunk === chunk - 1) await new Promise(resolve => setImmediate(resolve));
		signal.throwIfAborted();
		const {name} = stored.grant;
		const record = {...stored, facts: secrets.facts(name)};
		const kept = record.facts.renewalFailure && secrets.read(name);
		const fits = kept && fitsOf(context, record, kept);
		names.add(name);
		ways = waysOf([...ways, record], settings);
		matters.push(...mattersOf(record, kept?.renewal, {providers, now, fits}));
	}
	return {ways, grants: names, matters};
}

/** What a failure is held against; undefined where the grant lacks something. */
function fitsOf(context: TaskContext, record: GrantRecord, secrets: Secrets): string | undefined {
	try {
		return renewalOf(context, record, secrets)?.fits;
	} catch (error) {
		if (error instanceof UserError) return undefined;
		throw error;
	}
}
