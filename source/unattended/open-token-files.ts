import type {TokenFiles} from '../watch-port.js';
import {findOwner} from './owner.js';
import {runtimeDirectory} from './runtime-directory.js';
import {openTokenDirectory} from './token-directory.js';

/** The token files that are wished for. Throws UserError for a wish that can't be granted. */
export const openTokenFiles = (
	{
		tokenDirectory,
		owner,
	}: {
		readonly tokenDirectory?: string;
		/** USER[:GROUP] */
		readonly owner?: string;
	},
	{
		store,
		environment,
	}: {
		/** The directory of grants and secrets. */
		readonly store: string;
		readonly environment: Readonly<Record<string, string | undefined>>;
	},
): TokenFiles =>
	openTokenDirectory(
		runtimeDirectory(tokenDirectory, environment),
		owner === undefined ? {} : findOwner(owner),
		store,
	);
