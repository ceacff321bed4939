import {isGuid} from '../guid.js';
import {readDay} from './day.js';

export type SecretRow = {
	readonly value: string;
	/** YYYY-MM-DD */
	readonly expires?: string;
	readonly isDayUncertain: boolean;
};

/** The row of Microsoft's Certificates & secrets: Description, Expires, Value, Secret ID, whatever stands between. */
export function readSecretRow(text: string): SecretRow | undefined {
	const words = text.split(/\s+/, 400);
	for (const [index, word] of words.entries()) {
		const day = readDay(word);
		if (!day) continue;
		const after = words.slice(index + 1, index + 6);
		const id = after.findIndex(isGuid);
		const value = after.slice(0, id).find(other => other.length >= 16);
		if (id > 0 && value !== undefined) {
			return {value, expires: day.date, isDayUncertain: day.isUncertain};
		}
	}
	return undefined;
}
