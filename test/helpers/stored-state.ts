import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {StepId} from '../../source/checklist/step-id.js';
import {openStores} from '../../source/storage/stores.js';
import {namedStates, type StateName} from './named-states.js';

export const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');

/** A directory of settings that opens at a step of the first grant of a named state; at its checklist without one. */
export function storedState(state: StateName, step?: StepId) {
	const home = mkdtempSync(path.join(tmpdir(), 'mailgrant-stored-'));
	const directory = path.join(home, 'config');
	mkdirSync(directory, {mode: 0o700});
	const {grants, secrets} = openStores({directory, now: Date.now});
	const records = namedStates[state].records;
	for (const {facts: _, ...record} of records) grants.write(record);
	grants.writeResume({grant: records[0]?.grant.name, step});
	return {
		home,
		directory,
		grants,
		/** Of the first grant, and as old as the state has it, so that its proofs hold. */
		keepSecret: (value: string) =>
			secrets.update(records[0]?.grant.name ?? '', () => ({
				clientSecret: {value, setAt: records[0]?.facts.clientSecret?.setAt ?? Date.now()},
			})),
		args: [program, '--config', directory],
		env: {HOME: home, XDG_CACHE_HOME: path.join(home, 'cache')},
		remove: () => rmSync(home, {recursive: true, force: true}),
	};
}
