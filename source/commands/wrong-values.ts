import {UserError} from '../errors.js';

/** Wrong usage: one wrong value, or all of them at once. */
export function wrongValues(
	errors: readonly string[],
	{
		command,
		kept,
	}: {
		/** Whose help says more. */
		readonly command: string;
		/** What became of the rest, such as `Nothing was kept`. */
		readonly kept: string;
	},
): UserError {
	const [first = ''] = errors;
	const howTo = `${kept}. How it is used: mailgrant ${command} --help`;
	if (errors.length === 1) return new UserError(first, [howTo], 2);
	const rest = kept.charAt(0).toLowerCase() + kept.slice(1);
	return new UserError(`${errors.length} values are wrong; ${rest}.`, errors, 2);
}
