import {clean} from '../clean.js';
import {counted} from '../counted.js';
import {triedText} from '../notify/tried-text.js';
import {utcTime} from '../text/utc.js';
import type {WatchEvent} from './watch-event.js';

/** An event as one line of text. The journal has times of its own. */
export function logLine(event: WatchEvent, now: number, {hasTime}: {readonly hasTime: boolean}) {
	const line = clean(words(event), 2000);
	return hasTime ? `${utcTime(now)} ${line}` : line;
}

/** How grave an event is, as syslog counts: 3 an error, 4 a warning, 6 a piece of information. */
export function priorityOf({event}: WatchEvent): 3 | 4 | 6 {
	switch (event) {
		case 'needs-person':
		case 'store-lost':
			return 3;
		case 'failed':
		case 'ended':
		case 'command-failed':
		case 'trouble':
		case 'not-told':
		case 'clock-set':
			return 4;
		case 'started':
		case 'renewed':
		case 'taken-over':
		case 'added':
		case 'changed':
		case 'removed':
		case 'swept':
		case 'reloaded':
		case 'store-back':
		case 'told':
		case 'stopped':
			return 6;
	}
}

/** An event as one JSON value, for programs that read logs. */
export function logJson(event: WatchEvent, now: number): object {
	return Object.fromEntries([
		['time', utcTime(now)],
		...Object.entries(event).map(([key, value]) =>
			key === 'until' || key === 'retryAt' ? [key, utcTime(Number(value))] : [key, value],
		),
	]);
}

function words(event: WatchEvent): string {
	switch (event.event) {
		case 'started':
			return `started: ${counted(event.grants, 'grant')}, tokens in ${event.directory}`;
		case 'renewed':
			return `${event.grant}: renewed, until ${utcTime(event.until)}`;
		case 'taken-over':
			return `${event.grant}: another process renewed it, until ${utcTime(event.until)}`;
		case 'failed': {
			const {grant, title, said, count, retryAt} = event;
			return `${grant}: not renewed (${count}), again at ${utcTime(retryAt)}: ${title}${quoted(said)}`;
		}
		case 'needs-person':
			return `${event.grant}: needs a person: ${event.title}${quoted(event.said)} ${event.fix}`;
		case 'ended':
			return `${event.grant}: no valid token, its file is removed`;
		case 'added':
		case 'changed':
		case 'removed':
			return `${event.grant}: grant ${event.event}`;
		case 'command-failed':
			return `${event.grant}: the command after renewal failed: ${event.why}`;
		case 'trouble':
			return `${event.grant === undefined ? '' : `${event.grant}: `}${event.why}`;
		case 'store-lost':
			return `the store is out of reach, the token files stay as they are: ${event.why}`;
		case 'store-back':
			return 'the store is in reach again';
		case 'swept':
			return `token files of grants that are gone, removed: ${event.files}`;
		case 'reloaded':
			return `reloaded: ${counted(event.grants, 'grant')}`;
		case 'clock-set':
			return `the clock was set by ${event.seconds} s: all times are worked out anew`;
		case 'told':
			return `told ${event.to.join(', ')} through ${event.through}: ${event.subject}`;
		case 'not-told':
			return notTold(event);
		case 'stopped':
			return 'stopped';
	}
}

function notTold({to, tried, retryAt}: WatchEvent & {readonly event: 'not-told'}): string {
	const whom = to === undefined ? 'the admin' : to.join(', ');
	const again = retryAt === undefined ? '' : `, again at ${utcTime(retryAt)}`;
	return `no mail to ${whom}${again}: ${triedText(tried)}`;
}

const quoted = (said: string) => (said === '' ? '.' : `. The other side said: ${said}`);
