import type {Vault} from '../vault-port.js';
import {openBackup, writeBackup} from './backup.js';
import {type RekeyOptions, rekey} from './rekey.js';

export function createVault(options: RekeyOptions): Vault {
	return {
		rekey: wish => rekey(options, wish),
		backup: (file, ask) => writeBackup(options, file, ask),
		openBackup: (file, ask) => openBackup(options, file, ask),
	};
}
