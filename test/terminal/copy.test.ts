import {expect, test} from 'vitest';
import {createTerminal, type TerminalOptions} from '../../source/terminal/terminal.js';

const ssh = {SSH_CONNECTION: '198.51.100.7 50112 192.0.2.10 22', TERM: 'xterm-256color'};
const desktop = {DISPLAY: ':0', TERM: 'xterm-256color'};

/** A terminal that records what it is sent. */
function terminalIn(environment: Record<string, string>, options: Partial<TerminalOptions> = {}) {
	const written: string[] = [];
	const clipped: string[] = [];
	const terminal = createTerminal({
		environment,
		stdout: {isTTY: true, write: text => written.push(text)},
		user: 'ada',
		hostname: 'mail1',
		platform: 'linux',
		ancestors: () => [],
		clipboard: async text => {
			clipped.push(text);
		},
		...options,
	});
	return {copy: terminal.copy, written, clipped};
}

const decoded = (sequence: string) => {
	const match = /^\u001B\]52;c;([A-Za-z0-9+/=]*)\u0007$/.exec(sequence);
	return match?.[1] === undefined ? undefined : Buffer.from(match[1], 'base64').toString();
};

test('over SSH the value goes to the terminal as OSC 52', async () => {
	const {copy, written, clipped} = terminalIn({...ssh, DISPLAY: 'localhost:10.0'});
	const copied = await copy('grüße \u001B[2J\n');
	expect(copied.how).toBe('terminal');
	expect(copied.detail).toMatch(/^Sent to your terminal \(OSC 52\)/);
	expect(written.map(decoded)).toEqual(['grüße \u001B[2J\n']);
	expect(clipped).toEqual([]);
});

test.each(['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'])(
	'%s alone tells a session over SSH',
	async name => {
		const {copy, written} = terminalIn({...desktop, [name]: 'x'});
		expect((await copy('value')).how).toBe('terminal');
		expect(written.map(decoded)).toEqual(['value']);
	},
);

test('a terminal without a desktop is sent the sequence too, as after sudo', async () => {
	const {copy, written} = terminalIn({TERM: 'xterm'});
	expect((await copy('value')).how).toBe('terminal');
	expect(written).toHaveLength(1);
});

test('tmux gets the plain form and the one that it passes through', async () => {
	const {copy, written} = terminalIn({
		...ssh,
		TMUX: '/tmp/tmux-0/default,1,0',
		STY: '1.x',
		TERM: 'screen',
	});
	expect((await copy('value')).detail).toContain('set-clipboard on');
	const match = /^([^\u0007]*\u0007)\u001BPtmux;([\s\S]*)\u001B\\$/.exec(written.join(''));
	expect(decoded(match?.[1] ?? '')).toBe('value');
	expect(decoded(match?.[2]?.replaceAll('\u001B\u001B', '\u001B') ?? '')).toBe('value');
});

test('screen gets device control strings that are short enough', async () => {
	const {copy, written} = terminalIn({...ssh, STY: '4711.pts-0.mail1', TERM: 'screen'});
	const text = 'long '.repeat(200);
	await copy(text);
	const chunks = written.join('').split('\u001B\\').slice(0, -1);
	expect(chunks.length).toBeGreaterThan(10);
	for (const chunk of chunks) {
		expect(chunk.startsWith('\u001BP')).toBe(true);
		expect(chunk.length).toBeLessThan(100);
	}
	expect(decoded(chunks.map(chunk => chunk.slice(2)).join(''))).toBe(text);
});

test('what is larger than terminals take is not sent, and that is said', async () => {
	const {copy, written} = terminalIn(ssh);
	expect((await copy('x'.repeat(74_994))).how).toBe('terminal');
	expect(written[0]?.length).toBeLessThanOrEqual(100_000);
	const copied = await copy(`${'x'.repeat(74_993)}ü`);
	expect(copied).toMatchObject({how: 'nowhere', detail: expect.stringContaining('74995 bytes')});
	expect(written).toHaveLength(1);
});

test('on a desktop its clipboard is used and nothing is written to the terminal', async () => {
	for (const environment of [desktop, {WAYLAND_DISPLAY: 'wayland-0', TERM: 'xterm'}]) {
		const {copy, written, clipped} = terminalIn(environment);
		expect((await copy('value')).how).toBe('clipboard');
		expect(clipped).toEqual(['value']);
		expect(written).toEqual([]);
	}
	expect((await terminalIn({}, {platform: 'darwin'}).copy('value')).how).toBe('clipboard');
	expect((await terminalIn({}, {platform: 'win32'}).copy('value')).how).toBe('clipboard');
});

test('a desktop clipboard that fails falls back to the terminal and says so', async () => {
	const clipboard = async () => {
		throw new Error('no \u001B[31mxsel');
	};
	const {copy, written} = terminalIn(desktop, {clipboard});
	const copied = await copy('value');
	expect(copied.how).toBe('terminal');
	expect(copied.detail).toMatch(
		/^The desktop's clipboard failed \(no xsel\)\. Sent to your terminal/,
	);
	expect(written.map(decoded)).toEqual(['value']);
});

test('nothing is written where no terminal would take it', async () => {
	const write = (text: string) => expect.fail(`wrote ${text}`);
	const cases = [
		terminalIn({...ssh, TERM: 'dumb'}),
		terminalIn({...ssh, TERM: 'linux'}),
		terminalIn({SSH_TTY: '/dev/pts/0'}),
		terminalIn(ssh, {stdout: {isTTY: false, write}}),
		terminalIn(ssh, {stdout: {write}}),
	];
	for (const {copy, written} of cases) {
		const copied = await copy('value');
		expect(copied.how).toBe('nowhere');
		expect(copied.detail).toContain('Select the value');
		expect(written).toEqual([]);
	}
	expect((await terminalIn(ssh).copy('')).how).toBe('nowhere');
});
