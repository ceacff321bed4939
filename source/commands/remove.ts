import {UserError} from '../errors.js';
import {readRecord, removeGrant} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Removes a grant and its secrets, after its name was typed. */
export async function remove(invocation: Invocation): Promise<ExitCode> {
	const {options, input, output, signal, world} = invocation;
	const [name = ''] = invocation.arguments;
	const services = await world.openServices();
	readRecord(services, name);
	if (!options.yes) {
		if (!input.isTerminal) {
			throw new UserError(
				'Without a terminal nobody can confirm it.',
				['If it is meant, add --yes. The grant is still there.'],
				2,
			);
		}
		output.ask(`Type ${name} to remove it with its secrets:`);
		const typed = await input.readLine(signal);
		if (typed.trim() !== name.trim()) {
			output.tell('That is not its name. Nothing was removed.');
			return 1;
		}
	}
	await removeGrant(services, name);
	output.tell(`Removed ${name}. The provider still knows the application: remove it there too.`);
	return 0;
}
