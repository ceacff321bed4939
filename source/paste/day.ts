import {parseDate} from '../parse.js';

export type Day = {
	/** YYYY-MM-DD */
	readonly date: string;
	/** Month and day could be the other way round. */
	readonly isUncertain: boolean;
};

/** A day as portals write it: 2028-11-23, 11/23/2028, 23/11/2028 or 23.11.2028. */
export function readDay(text: string): Day | undefined {
	if (text.length > 40) return undefined;
	const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
	const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
	const isDayFirst = Number(slashed?.[1]) > 12;
	const swapped = dotted ?? (isDayFirst ? slashed : null);
	const parsed = parseDate(swapped ? `${swapped[3]}-${swapped[2]}-${swapped[1]}` : text);
	if ('error' in parsed || parsed.value === undefined) return undefined;
	const isUncertain =
		slashed !== null && !isDayFirst && Number(slashed[2]) <= 12 && slashed[1] !== slashed[2];
	return {date: parsed.value, isUncertain};
}
