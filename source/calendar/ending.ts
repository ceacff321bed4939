/** Something that ends on a day that is known, or known at the latest. */
export type Ending = {
	readonly id:
		| 'client-secret'
		| 'certificate'
		| 'refresh-token'
		| 'access-token'
		| 'server-certificate'
		| 'announced';
	/** Such as `Client Secret`. */
	readonly title: string;
	/** Milliseconds since 1970. */
	readonly endsAt: number;
	/** What it means, and what puts it off; one sentence. */
	readonly about: string;
	/** Renewed without anybody while all goes well, so that its day moves on. */
	readonly isRenewed?: true;
	/** For the record only: nothing of this grant ends with it. */
	readonly isNews?: true;
};

/** How near an end is; from `soon` on somebody has to do something. */
export type Nearness = 'far' | 'soon' | 'near' | 'close' | 'ended';

export const dayMs = 86_400_000;

/** Days before the end from which it is soon, near and close. */
export const warningDays = {soon: 30, near: 14, close: 7} as const;

/** Whole days until the end; negative when it is over. */
export const daysLeft = ({endsAt}: Pick<Ending, 'endsAt'>, now: number): number =>
	Math.floor((endsAt - now) / dayMs);

/** News never come near: they concern nothing of the grant. What is renewed by itself counts only when its end is closer than any renewal would let it come. */
export function nearnessOf({endsAt, isRenewed, isNews}: Ending, now: number): Nearness {
	if (isNews) return 'far';
	if (endsAt <= now) return 'ended';
	const days = (endsAt - now) / dayMs;
	if (days <= warningDays.close) return 'close';
	if (isRenewed) return 'far';
	if (days <= warningDays.near) return 'near';
	return days <= warningDays.soon ? 'soon' : 'far';
}

const order: readonly Nearness[] = ['far', 'soon', 'near', 'close', 'ended'];

/** The nearest of all; `far` when there is none. */
export const nearestOf = (endings: readonly Ending[], now: number): Nearness =>
	endings
		.map(ending => nearnessOf(ending, now))
		.reduce((worst, each) => (order.indexOf(each) > order.indexOf(worst) ? each : worst), 'far');
