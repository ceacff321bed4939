import type {BackupFacts} from '../vault-port.js';
import {givenPassphrase} from './ask-hidden.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {table} from './list.js';

/** Brings back what a backup holds, or lists it. */
export async function restore(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, world} = invocation;
	const [named = ''] = invocation.arguments;
	const vault = await world.openVault();
	const backup = await vault.openBackup(named, () =>
		givenPassphrase(invocation, 'Passphrase of the backup (not shown):'),
	);
	const {facts} = backup;
	if (!options.list) await backup.restore({isReplacing: options.replace === true});
	if (isJson) output.json({...facts, restored: options.list !== true});
	else if (options.list) output.print(textOf(facts));
	else output.print(`Restored: ${namesOf(facts)}`);
	return 0;
}

const namesOf = ({grants}: BackupFacts) =>
	grants.length === 0 ? 'no grant was in it' : grants.map(({name}) => name).join(', ');

function textOf(facts: BackupFacts): string {
	const {createdAt, host, grants, instances, told} = facts;
	const at = new Date(createdAt);
	const when = Number.isNaN(at.getTime()) ? 'at a time that is not known' : at.toISOString();
	return [
		`Written on ${host}, ${when}`,
		table(
			grants.map(({name, provider, mailbox, secrets, isHere}) => [
				name,
				provider,
				mailbox,
				secrets.join(', ') || 'no secrets',
				isHere ? 'is here already' : 'new here',
			]),
		),
		...instances.map(instance => `Answers about properties of ${instance}`),
		...(told.length > 0 ? [`Told by mail: ${told.join(', ')}`] : []),
	]
		.filter(line => line !== '')
		.join('\n');
}
