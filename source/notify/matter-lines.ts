import {counted} from '../counted.js';
import {repairers} from '../diagnosis/repairers.js';
import type {Providers} from '../providers/provider.js';
import {shellQuote} from '../shell-quote.js';
import {utcMinute} from '../text/utc.js';
import type {Group} from './groups-of.js';
import type {Host} from './host.js';
import type {Matter} from './matter.js';

/** Grants of one group that are named. */
const mostNames = 20;

/** One thing that a person is needed for: which grants, what it means, who repairs it and how, which command goes on. Lines are not wrapped, so that commands can be copied. */
export function matterLines(
	{first, matters}: Group,
	{providers, host}: {readonly providers: Providers; readonly host: Host},
): readonly string[] {
	const names = matters.map(({grant}) => grant.name);
	const [only = ''] = names;
	const name = names.length === 1 ? shellQuote(only) : 'NAME';
	const own = (text: string) =>
		text.replace(
			/\bmailgrant ([a-z-]+) NAME\b/g,
			(_, verb: string) => `${host.command} ${verb} ${name}`,
		);
	const grants = grantLines(matters, providers);
	switch (first.kind) {
		case 'renewal': {
			const {cause, said, fix, who, confidence, others = [], see} = first.diagnosis;
			return [
				...grants,
				sinceText(first),
				`What it means (${confidence}): ${cause}`,
				...(said === '' ? [] : [`The other side said: ${said}`]),
				`Who can repair it: ${repairers[who]}`,
				...fix.map((step, index) => `  ${index + 1}. ${own(step)}`),
				...others.map(({title, check}) => `It can be: ${title}. How to tell: ${check}`),
				...(see === undefined ? [] : [`Read on: ${see}`]),
				goOn(first, host.command, name),
			];
		}
		case 'ending':
			return [
				...grants,
				`What to do: ${own(first.ending.about)}`,
				`All that ends: ${host.command} status ${names.length === 1 ? name : ''}`.trimEnd(),
			];
	}
}

/** The command that goes on. */
function goOn(
	{diagnosis, isStuck}: Matter & {readonly kind: 'renewal'},
	command: string,
	name: string,
): string {
	const refresh = `${command} refresh --force ${name}`;
	if (isStuck) return `It is tried again by itself. To try at once: ${refresh}`;
	const isSignIn = diagnosis.step === 'sign-in';
	return isSignIn ? `To sign in: ${command} sign-in ${name}` : `When it is repaired: ${refresh}`;
}

function grantLines(matters: readonly Matter[], providers: Providers): readonly string[] {
	const shown = matters
		.slice(0, mostNames)
		.map(({grant}) => `${grant.name} (${grant.mailbox}, ${providers[grant.provider].label})`);
	const more = matters.length - shown.length;
	if (matters.length === 1) return [`Grant: ${shown.join()}`];
	return [
		`${counted(matters.length, 'grant')}:`,
		...shown.map(text => `  ${text}`),
		...(more > 0 ? [`  and ${more} more`] : []),
	];
}

function sinceText({since, servesUntil, isStuck}: Matter & {readonly kind: 'renewal'}): string {
	const serves =
		servesUntil === undefined
			? 'There is no valid access token.'
			: `The access token serves until ${utcMinute(servesUntil)}.`;
	return `Not renewed, at ${utcMinute(since)}${isStuck ? ' for the last time' : ''}. ${serves}`;
}

/** Such as `2026-11-24 18:07 UTC`. */
