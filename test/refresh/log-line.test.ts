import {expect, test} from 'vitest';
import {logJson, logLine, priorityOf} from '../../source/refresh/log-line.js';

const now = Date.UTC(2026, 10, 24, 12);

test('an event is one line, with a time only where nobody adds one', () => {
	const event = {event: 'renewed', grant: 'ev', until: now + 3_600_000} as const;
	expect(logLine(event, now, {hasTime: true})).toBe(
		'2026-11-24T12:00:00Z ev: renewed, until 2026-11-24T13:00:00Z',
	);
	expect(logLine(event, now, {hasTime: false})).toBe('ev: renewed, until 2026-11-24T13:00:00Z');
	expect(logJson(event, now)).toEqual({
		time: '2026-11-24T12:00:00Z',
		event: 'renewed',
		grant: 'ev',
		until: '2026-11-24T13:00:00Z',
	});
});

test('what a server said can break no line and steer no terminal', () => {
	const event = {
		event: 'needs-person',
		grant: 'ev',
		title: 'It is over',
		said: 'first\n\u001B[31msecond\nstopped',
		fix: 'Sign in again.',
	} as const;
	expect(logLine(event, now, {hasTime: false})).toBe(
		'ev: needs a person: It is over. The other side said: first second stopped Sign in again.',
	);
});

test('the journal can tell what is grave', () => {
	const grant = 'ev';
	const said = {grant, title: 'Over', said: ''};
	expect(priorityOf({event: 'needs-person', ...said, fix: ''})).toBe(3);
	expect(priorityOf({event: 'failed', ...said, count: 1, retryAt: now})).toBe(4);
	expect(priorityOf({event: 'renewed', grant, until: now})).toBe(6);
});
