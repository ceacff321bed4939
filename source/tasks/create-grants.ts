import type {GrantRecord} from '../checklist/grant-record.js';
import type {Services} from '../services.js';
import type {Runs} from './create-runs.js';
import type {Works} from './create-works.js';
import {addGrant, planCopy, readRecord, removeGrant, renameGrant} from './grants.js';
import type {AppStore, Tasks} from './tasks.js';
import type {Troubles} from './troubles.js';

/** The verbs that are about a whole grant, each after a typed name. */
export function createGrants(
	store: AppStore,
	services: Services,
	{
		runs,
		works: {follow, inTurn},
		troubles,
		changed,
		back,
	}: {
		readonly runs: Runs;
		readonly works: Works;
		readonly troubles: Troubles;
		readonly changed: (after: GrantRecord, formerName?: string) => void;
	} & Pick<Tasks, 'back'>,
): Pick<Tasks, 'copyGrant' | 'renameGrant' | 'deleteGrant'> {
	const close = () => store.dispatch({type: 'overlay-closed'});

	return {
		copyGrant(from, to) {
			const planned = troubles.attempt(() => planCopy(services, from, to));
			if (!planned) return undefined;
			if ('errors' in planned) return Object.values(planned.errors)[0];
			inTurn(async () => {
				changed(await addGrant(services, planned.grant));
				close();
			});
			return undefined;
		},
		renameGrant(from, to) {
			if (from === to.trim()) {
				back();
				return undefined;
			}
			const problem = troubles.attempt(() => nameProblem(services, to));
			if (problem) return problem;
			follow(async () => {
				await renameGrant(services, from, to.trim());
				changed(readRecord(services, to.trim()), from);
				close();
			});
			return undefined;
		},
		deleteGrant(name, typed) {
			if (typed.trim() !== name)
				return `That is not its name. Type ${name}, or press Esc to keep it.`;
			follow(async () => {
				await runs.stopAll();
				await removeGrant(services, name);
				store.dispatch({type: 'record-removed', name});
				store.dispatch({
					type: 'noticed',
					notice: {level: 'fine', text: `${name} is deleted, its secrets too.`},
				});
			});
			return undefined;
		},
	};
}

function nameProblem(services: Services, name: string): string | undefined {
	if (name.trim() === '') return 'A grant needs a name. Enter one.';
	if (services.grants.read(name.trim()))
		return `There is a grant "${name.trim()}" already. Choose another name.`;
	return undefined;
}
