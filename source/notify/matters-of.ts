import {nearnessOf} from '../calendar/ending.js';
import {endingsOf} from '../calendar/endings-of.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {Providers} from '../providers/provider.js';
import type {Renewal} from '../renewal.js';
import type {Matter} from './matter.js';

/** A failure that may pass by itself needs a person when there has been no token for so long, and so many tries. */
const stuckMs = 3_600_000;
const stuckCount = 5;

/** What of a grant needs a person, from what is known here; asks nobody. */
export function mattersOf(
	record: GrantRecord,
	renewal: Renewal | undefined,
	{
		providers,
		now,
		fits,
	}: {
		readonly providers: Providers;
		readonly now: number;
		/** The settings, secret and sign-in of today; undefined where they are not complete. */
		readonly fits?: string;
	},
): readonly Matter[] {
	const failing = renewalMatter(record, renewal, {now, fits});
	return [...failing, ...endingMatters(record, {providers, now, isFailing: failing.length > 0})];
}

function renewalMatter(
	{grant, facts}: GrantRecord,
	renewal: Renewal | undefined,
	{now, fits}: {readonly now: number; readonly fits: string | undefined},
): readonly Matter[] {
	const failure = renewal?.failure;
	if (!failure) return [];
	const {diagnosis, at, count, retryAt} = failure;
	const until = facts.tokens?.expiresAt;
	const servesUntil = until !== undefined && until > now ? until : undefined;
	const isTemporary = retryAt !== undefined;
	// Somebody has done something since; the next renewal tells what came of it.
	const isChanged = fits !== undefined && fits !== failure.fits;
	const isStuck =
		isTemporary && count >= stuckCount && until !== undefined && until + stuckMs <= now;
	return [
		{
			id: JSON.stringify([grant.name, 'renewal']),
			kind: 'renewal',
			grant,
			title: diagnosis.title,
			state: `${isTemporary ? 'stuck ' : ''}${diagnosis.id ?? diagnosis.title}`,
			since: at,
			servesUntil,
			diagnosis,
			...(isStuck && {isStuck}),
			...((isTemporary ? !isStuck : isChanged) && {isQuiet: true}),
		},
	];
}

function endingMatters(
	record: GrantRecord,
	{
		providers,
		now,
		isFailing,
	}: {readonly providers: Providers; readonly now: number; readonly isFailing: boolean},
): readonly Matter[] {
	return endingsOf(record, providers).flatMap((ending): readonly Matter[] => {
		const nearness = nearnessOf(ending, now);
		// Whoever signs in without a refresh token knows; that it ended is told by its renewal.
		if (nearness === 'far' || ending.id === 'access-token') return [];
		// The same as what its renewal says.
		if (isFailing && ending.id === 'refresh-token' && nearness === 'ended') return [];
		return [
			{
				id: JSON.stringify([record.grant.name, ending.id, ending.title]),
				kind: 'ending',
				grant: record.grant,
				title: ending.title,
				state: nearness,
				nearness,
				ending,
			},
		];
	});
}
