import {newPassphrase} from './ask-hidden.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Writes everything into one encrypted file, for another host. */
export async function backup(invocation: Invocation): Promise<ExitCode> {
	const {output, world} = invocation;
	const [named = ''] = invocation.arguments;
	const vault = await world.openVault();
	const {file, grants} = await vault.backup(named, () =>
		newPassphrase(invocation, 'Passphrase of the backup (not shown):'),
	);
	output.print(`Written with ${grants === 1 ? 'one grant' : `${grants} grants`}: ${file}`);
	return 0;
}
