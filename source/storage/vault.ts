import type {Vault} from '../vault-port.js';
import {openBackup, writeBackup} from './backup.js';
import {type RekeyOptions, rekey} from './rekey.js';
import {localWhole} from './whole.js';

export function createVault(options: RekeyOptions): Vault {
	const {audit, cost} = options;
	const backup = {whole: localWhole(options), audit, cost};
	return {
		rekey: wish => rekey(options, wish),
		backup: (file, ask) => writeBackup(backup, file, ask),
		openBackup: (file, ask) => openBackup(backup, file, ask),
	};
}
