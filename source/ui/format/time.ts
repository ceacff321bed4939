const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** 7 → 0:07, 754 → 12:34, 3661 → 1:01:01. */
export function duration(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const two = (value: number) => String(value).padStart(2, '0');
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	const rest = two(seconds % 60);
	return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** The day in this host's time zone: 23 Nov, with the year when it is another one. */
export function dayOf(ms: number, now: number): string {
	const date = new Date(ms);
	const day = `${date.getDate()} ${months[date.getMonth()]}`;
	return date.getFullYear() === new Date(now).getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

/** 23 Nov, 14:05 in this host's time zone. */
export function momentOf(ms: number, now: number): string {
	const date = new Date(ms);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${dayOf(ms, now)}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** 14:05:09 in this host's time zone. */
export function clockOf(ms: number): string {
	const date = new Date(ms);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map(value => String(value).padStart(2, '0'))
		.join(':');
}

/** How far away: in 58 min, 3 days ago. */
export function distance(ms: number, now: number): string {
	const minutes = Math.round(Math.abs(ms - now) / 60_000);
	const amount =
		minutes < 120
			? `${minutes} min`
			: minutes < 2880
				? `${Math.round(minutes / 60)} hours`
				: `${Math.round(minutes / 1440)} days`;
	return ms >= now ? `in ${amount}` : `${amount} ago`;
}
