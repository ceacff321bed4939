import {userInfo} from 'node:os';
import type {Environment} from '../storage/config-directory.js';
import type {Address} from './address.js';

/** The user that the address, libpq's environment or the system names. */
export const userOf = ({user}: Address, environment: Environment): string =>
	user ?? (environment.PGUSER || userInfo().username);

export const databaseOf = (address: Address, environment: Environment): string =>
	address.database ?? (environment.PGDATABASE || userOf(address, environment));
