import type {Vault} from '../vault-port.js';
import {type RekeyOptions, rekey} from './rekey.js';

export function createVault(options: RekeyOptions): Vault {
	return {rekey: wish => rekey(options, wish)};
}
