import {counted} from '../counted.js';
import {utcDay} from '../text/utc.js';
import {daysLeft, type Ending} from './ending.js';

/** Client Secret ends in 12 days (2026-12-06). */
export function endingText(ending: Ending, now: number): string {
	const {title, endsAt} = ending;
	if (endsAt <= now) return `${title} ended (${lastDayOf(ending)})`;
	return `${title} ends ${leftText(ending, now)} (${lastDayOf(ending)})`;
}

/** Such as `in 12 days`. */
export function leftText(ending: Ending, now: number): string {
	const days = daysLeft(ending, now);
	if (ending.endsAt <= now) return 'ended';
	return days === 0 ? 'today' : `in ${counted(days, 'day')}`;
}

/** In UTC, such as `2026-12-06`. */
export const lastDayOf = ({endsAt}: Pick<Ending, 'endsAt'>): string => utcDay(endsAt - 1);
