import type {Invocation, TokenFilesWish} from './invocation.js';

/** Where token files go, by the options of `refresh --watch`. */
export const tokenFilesWish = (options: Invocation['options']): TokenFilesWish => ({
	tokenDirectory: textOf(options['token-dir']),
	owner: textOf(options['token-owner']),
});

const textOf = (option: string | true | undefined) =>
	typeof option === 'string' ? option : undefined;
