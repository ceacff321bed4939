import {type Parsed, parseAddresses} from '../parse.js';

const most = 10;

/** Who is told: addresses parted by commas or spaces. */
export function parseRecipients(input: string): Parsed<readonly string[]> {
	const parsed = parseAddresses(input);
	if ('error' in parsed) return parsed;
	const addresses = parsed.value?.split(', ') ?? [];
	if (addresses.length > most) {
		return {
			error: `These are ${addresses.length} addresses. Use a list of your mail server's for more than ${most}.`,
		};
	}
	return {value: addresses.length > 0 ? addresses : undefined};
}
