import {PassThrough} from 'node:stream';
import {describe, expect, test, vi} from 'vitest';
import {createDevice} from '../../source/terminal/device.js';
import {createTerminal} from '../../source/terminal/terminal.js';

const question = '\u001B[c\u001B[>c';
const ssh = {SSH_CONNECTION: '198.51.100.7 50112 192.0.2.10 22', TERM: 'xterm-256color'};

function terminalIn(environment: Record<string, string>, isTTY = true) {
	const written: string[] = [];
	const terminal = createTerminal({
		environment,
		stdout: {isTTY, write: text => written.push(text)},
		stdin: new PassThrough(),
		user: 'ada',
		hostname: 'mail1',
		platform: 'linux',
		ancestors: () => [],
		clipboard: async () => {},
	});
	return {terminal, written};
}

describe('a terminal', () => {
	test.each([
		['over SSH', ssh],
		['of a host without a desktop', {TERM: 'xterm'}],
	])('%s is asked what it is, once', (_, environment) => {
		const {terminal, written} = terminalIn(environment);
		expect(terminal.askDevice()).toBe(true);
		expect(terminal.askDevice()).toBe(false);
		expect(written).toEqual([question]);
	});

	test.each([
		['of this desktop', {TERM: 'xterm-256color', DISPLAY: ':0'}, true],
		['that its name tells', {...ssh, TERM: 'xterm-kitty'}, true],
		['behind screen', {...ssh, STY: '1.x', TERM: 'screen'}, true],
		['that takes no sequences', {...ssh, TERM: 'dumb'}, true],
		['that is none', ssh, false],
	])('%s is not asked', (_, environment, isTTY) => {
		const {terminal, written} = terminalIn(environment, isTTY);
		expect(terminal.askDevice()).toBe(false);
		expect(written).toEqual([]);
		expect(terminal.takeAnswers('\u001B[>0;136;0c')).toBe('\u001B[>0;136;0c');
	});

	test('that says it is PuTTY gets no copies', async () => {
		const {terminal, written} = terminalIn(ssh);
		terminal.askDevice();
		expect(terminal.takeAnswers('\u001B[?6c\u001B[>0;136;0c')).toBe('');
		expect((await terminal.abilities()).hasLinks).toBe(false);
		expect(await terminal.copy('value')).toEqual({
			how: 'nowhere',
			detail: 'Not copied: PuTTY takes no copies (OSC 52).',
		});
		expect(written).toEqual([question]);
	});

	test('that says it takes copies is believed', async () => {
		const {terminal} = terminalIn(ssh);
		terminal.askDevice();
		terminal.takeAnswers('\u001B[?61;4;6;7;14;21;22;23;24;28;32;42;52c');
		terminal.takeAnswers('\u001B[>0;10;1c');
		expect(await terminal.copy('value')).toEqual({
			how: 'terminal',
			isTaken: true,
			detail: 'Sent to your terminal (OSC 52), which it says that it takes.',
		});
	});

	test('that is a tmux on the other side is to be told to take copies', async () => {
		const {terminal, written} = terminalIn({...ssh, TERM: 'tmux-256color'});
		terminal.askDevice();
		terminal.takeAnswers('\u001B[?1;2c\u001B[>84;0;0c');
		expect((await terminal.copy('value')).detail).toContain(
			'tmux takes it where you have set: tmux set -s set-clipboard on',
		);
		expect(written[1]).toBe('\u001B]52;c;dmFsdWU=\u0007');
	});

	test('that is a GNU screen on the other side gets copies wrapped', async () => {
		const {terminal, written} = terminalIn({...ssh, TERM: 'screen'});
		terminal.askDevice();
		terminal.takeAnswers('\u001B[?1;2c\u001B[>83;40900;0c');
		expect((await terminal.copy('value')).detail).toContain('wrapped for GNU screen');
		expect(written[1]).toBe('\u001BP\u001B]52;c;dmFsdWU=\u0007\u001B\\');
	});

	test('that says it is VTE shows links, and copies where it is allowed', async () => {
		const {terminal} = terminalIn(ssh);
		terminal.askDevice();
		expect((await terminal.abilities()).hasLinks).toBe(false);
		terminal.takeAnswers('\u001B[?65;1;9c\u001B[>65;7600;1c');
		expect((await terminal.abilities()).hasLinks).toBe(true);
		expect((await terminal.copy('value')).detail).toContain('VTE takes it where its settings');
	});
});

test.each([
	['0;136;0', 'PuTTY'],
	['1;95;0', 'Terminal of macOS'],
	['77;30104;0', 'mintty'],
	['65;5402;1', 'VTE'],
	['61;8000;1', 'VTE'],
	['84;0;0', 'tmux'],
	['83;40900;0', 'GNU screen'],
	['65;331;0', undefined],
	['0;95;0', undefined],
	['41;390;0', undefined],
	['1;4000;19', undefined],
])('the device %s is %s', (attributes, name) => {
	const device = createDevice(() => {});
	device.ask();
	device.take(`\u001B[>${attributes}c`);
	expect(device.kind()?.name).toBe(name);
});

describe('between the keys', () => {
	test.each([
		['a\u001B[?6cb\u001B[>0;136;0cc', 'abc'],
		['\u001B[A\u001B[3~\u001B[1;5C', '\u001B[A\u001B[3~\u001B[1;5C'],
		['\u001B', '\u001B'],
		['\u001B[', '\u001B['],
		['\u001B[?1u', '\u001B[?1u'],
		['>0;136;0c', '>0;136;0c'],
		[`\u001B[>${'1;'.repeat(200)}1c`, `\u001B[>${'1;'.repeat(200)}1c`],
	])('of %j stay %j', (text, rest) => {
		const device = createDevice(() => {});
		device.ask();
		expect(device.take(text)).toBe(rest);
	});

	test('an answer in pieces is one', () => {
		const device = createDevice(() => {});
		device.ask();
		expect(device.take('x\u001B[>0;13')).toBe('x');
		expect(device.take('6;')).toBe('');
		expect(device.take('0cy')).toBe('y');
		expect(device.kind()?.name).toBe('PuTTY');
	});

	test('a beginning that goes on otherwise is given back', () => {
		const device = createDevice(() => {});
		device.ask();
		expect(device.take('\u001B[?1')).toBe('');
		expect(device.take('u')).toBe('\u001B[?1u');
	});
});

describe('answers', () => {
	test('are awaited while they may be on their way', async () => {
		vi.useFakeTimers();
		try {
			let isSettled = false;
			const device = createDevice(() => {});
			await device.settled();
			device.ask();
			void device.settled().then(() => {
				isSettled = true;
			});
			device.take('\u001B[?6c');
			await vi.advanceTimersByTimeAsync(1000);
			expect(isSettled).toBe(false);
			device.take('\u001B[>0;136;0c');
			await vi.advanceTimersByTimeAsync(0);
			expect(isSettled).toBe(true);
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});

	test('that have not come in time are given up, by all who wait', async () => {
		vi.useFakeTimers();
		try {
			const device = createDevice(() => {});
			device.ask();
			const all = Promise.all([device.settled(), device.settled()]);
			await vi.advanceTimersByTimeAsync(1500);
			await all;
			await device.settled();
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});
});
