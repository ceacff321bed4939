import {clean} from '../clean.js';
import type {WatchEvent} from './watch-event.js';

/** An event as one line of text. The journal has times of its own. */
export function logLine(event: WatchEvent, now: number, {hasTime}: {readonly hasTime: boolean}) {
	const line = clean(words(event), 2000);
	return hasTime ? `${time(now)} ${line}` : line;
}

/** An event as one JSON value, for programs that read logs. */
export function logJson(event: WatchEvent, now: number): object {
	return Object.fromEntries([
		['time', time(now)],
		...Object.entries(event).map(([key, value]) =>
			key === 'until' || key === 'retryAt' ? [key, time(Number(value))] : [key, value],
		),
	]);
}

function counted(grants: number) {
	return `${grants} ${grants === 1 ? 'grant' : 'grants'}`;
}

function words(event: WatchEvent): string {
	switch (event.event) {
		case 'started':
			return `started: ${counted(event.grants)}, tokens in ${event.directory}`;
		case 'renewed':
			return `${event.grant}: renewed, until ${time(event.until)}`;
		case 'taken-over':
			return `${event.grant}: another process renewed it, until ${time(event.until)}`;
		case 'failed': {
			const {grant, title, said, count, retryAt} = event;
			return `${grant}: not renewed (${count}), again at ${time(retryAt)}: ${title}${quoted(said)}`;
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
		case 'reloaded':
			return `reloaded: ${counted(event.grants)}`;
		case 'clock-set':
			return `the clock was set by ${event.seconds} s: all times are worked out anew`;
		case 'stopped':
			return 'stopped';
	}
}

const quoted = (said: string) => (said === '' ? '.' : `. The other side said: ${said}`);
const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
