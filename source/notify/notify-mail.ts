import {endingText} from '../calendar/ending-text.js';
import {cleanLines} from '../clean.js';
import {counted} from '../counted.js';
import type {Providers} from '../providers/provider.js';
import {closing} from './closing.js';
import {groupsOf} from './groups-of.js';
import type {Host} from './host.js';
import type {Matter} from './matter.js';
import {matterLines} from './matter-lines.js';
import type {News} from './news.js';
import type {Told} from './notify-state.js';
import {subjectOf} from './subject-of.js';

export type NotifyMail = {readonly subject: string; readonly text: string};

/** Things that are told whole; the rest is counted. */
const mostGroups = 15;
const mostLines = 30;

/** What the admin is told: plain text, without any secret. The subject begins with the program and the host, for a filter. */
export function notifyMail(
	{fresh, open, over}: Pick<News, 'fresh' | 'open' | 'over'>,
	where: {readonly providers: Providers; readonly host: Host; readonly now: number},
): NotifyMail {
	const {host, now} = where;
	const groups = groupsOf(fresh);
	const left = groups.length - mostGroups;
	const text = [
		opening({fresh, open}, host),
		...groups
			.slice(0, mostGroups)
			.flatMap((group, index) => [
				'',
				`${index + 1}. ${titleOf(group.first, now)}`,
				...matterLines(group, where).map(line => `   ${line}`),
			]),
		...(left > 0 ? ['', `And ${counted(left, 'more thing')}: ${host.command} status`] : []),
		...listOf('Right again:', over.map(overText)),
		...listOf(
			'Told before, and still so:',
			open.map(matter => openText(matter, now)),
		),
		...closing(host),
	]
		.map(line => line.replace(/\s*[\r\n]+\s*/g, ' '))
		.join('\n');
	return {
		subject: subjectOf(host, headline({fresh, open, over})),
		text: cleanLines(text, 200_000),
	};
}

function headline({fresh, open, over}: Pick<News, 'fresh' | 'open' | 'over'>): string {
	const groups = groupsOf(fresh);
	const [group] = groups;
	if (group) {
		const {first, matters} = group;
		const more = groups.length - 1;
		const whose = matters.length === 1 ? first.grant.name : counted(matters.length, 'grant');
		return `${whose}: ${headlineOf(first)}${more > 0 ? `, and ${more} more` : ''}`;
	}
	const names = [...new Set(over.map(({grant}) => grant))];
	const whose = names.length === 1 ? names.join() : counted(names.length, 'grant');
	return open.length === 0
		? `all is well again: ${whose}`
		: `right again: ${whose}; ${counted(open.length, 'thing')} still open`;
}

function headlineOf(matter: Matter): string {
	if (matter.kind === 'renewal') return matter.title;
	return matter.nearness === 'ended' ? `${matter.title} has ended` : `${matter.title} ends soon`;
}

function opening({fresh, open}: Pick<News, 'fresh' | 'open'>, {name, user}: Host): string {
	const where = `mailgrant on ${name}, run by ${user}`;
	if (fresh.length > 0) return `${where}, needs a person.`;
	return open.length === 0 ? `${where}: all is well again.` : `${where}: something is right again.`;
}

const overText = ({grant, kind, title}: Told) =>
	kind === 'renewal' ? `${grant}: renewed again, after: ${title}` : `${grant}: ${title}`;

const openText = (matter: Matter, now: number) => `${matter.grant.name}: ${titleOf(matter, now)}`;

const titleOf = (matter: Matter, now: number) =>
	matter.kind === 'ending' ? endingText(matter.ending, now) : matter.title;

function listOf(title: string, items: readonly string[]): readonly string[] {
	if (items.length === 0) return [];
	const more = items.length - mostLines;
	return [
		'',
		title,
		...items.slice(0, mostLines).map(item => `   ${item}`),
		...(more > 0 ? [`   and ${more} more`] : []),
	];
}
