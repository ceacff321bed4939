import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {type TmuxFacts, tmuxFacts} from '../../source/terminal/ask-tmux.js';
import {sendCopy} from '../../source/terminal/copy.js';
import {createTerminal, type TerminalOptions} from '../../source/terminal/terminal.js';

const ssh = {SSH_CONNECTION: '198.51.100.7 50112 192.0.2.10 22', TERM: 'xterm-256color'};
const desktop = {DISPLAY: ':0', TERM: 'xterm-256color'};

const facts = {
	version: 3.3,
	setClipboard: 'external',
	isPassing: false,
	client: '/dev/pts/3',
	term: 'xterm-256color',
	canSet: true,
	hasLinks: false,
} as const satisfies TmuxFacts;

/** A terminal that records what it is sent. */
function terminalIn(environment: Record<string, string>, options: Partial<TerminalOptions> = {}) {
	const written: string[] = [];
	const clipped: string[] = [];
	const terminal = createTerminal({
		environment,
		stdout: {isTTY: true, write: text => written.push(text)},
		stdin: new PassThrough(),
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
	const text = 'long '.repeat(600);
	await copy(text);
	const chunks = written.join('').split('\u001B\\').slice(0, -1);
	expect(chunks.length).toBeGreaterThan(10);
	for (const chunk of chunks) {
		expect(chunk.startsWith('\u001BP')).toBe(true);
		expect(chunk.length).toBeLessThan(254);
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
		expect(copied.detail).toMatch(/^Not copied: this terminal takes no copy sequences/);
		expect(written).toEqual([]);
	}
	expect((await terminalIn(ssh).copy('')).how).toBe('nowhere');
});

/** A copy within a tmux that answers so. */
async function inTmux(change: Partial<TmuxFacts>, {isLoaded = true} = {}) {
	const written: string[] = [];
	const loaded: string[] = [];
	const copied = await sendCopy('value', {
		environment: {TERM: 'screen'},
		multiplexer: {is: 'tmux', socket: '/tmp/tmux'},
		write: sequence => written.push(sequence),
		ask: async () => ({...facts, ...change}),
		async load(_, client, text) {
			loaded.push(`${client} ${text}`);
			return isLoaded;
		},
	});
	return {copied, written: written.join(''), loaded};
}

test('tmux as it comes sets the clipboard itself, since it obeys no program', async () => {
	const {copied, written, loaded} = await inTmux({});
	expect(loaded).toEqual(['/dev/pts/3 value']);
	expect(written).toBe('');
	expect(copied).toEqual({
		how: 'terminal',
		detail: 'Sent to your terminal by tmux (OSC 52); it gives no answer.',
	});
});

test('where tmux hands sequences through, the terminal gets exactly ours', async () => {
	const {copied, written, loaded} = await inTmux({isPassing: true, term: 'alacritty'});
	expect(loaded).toEqual([]);
	const passed = /^\u001BPtmux;([\s\S]*)\u001B\\$/.exec(written)?.[1];
	expect(decoded(passed?.replaceAll('\u001B\u001B', '\u001B') ?? '')).toBe('value');
	expect(copied).toMatchObject({how: 'terminal', isTaken: true});
});

test.each([
	['switched off', {setClipboard: 'off'}, 'set-clipboard off'],
	['without the capability', {canSet: false}, "terminal-features ',xterm-256color:clipboard'"],
	['without a terminal', {client: undefined}, 'no terminal is attached'],
	['around a terminal that takes none', {term: 'putty-256color'}, 'PuTTY takes no copies'],
	['too old to set it itself', {version: 2.9}, 'set-clipboard external'],
] as const)('tmux %s copies nothing, and what to do is said', async (_, change, says) => {
	const {copied, written, loaded} = await inTmux(change);
	expect(copied.how).toBe('nowhere');
	expect(copied.detail).toContain(says);
	expect([written, ...loaded]).toEqual(['']);
});

test('a tmux that obeys programs gets the plain form where it can’t be told otherwise', async () => {
	for (const change of [{version: 3.1}, {version: 3.3}]) {
		const {copied, written} = await inTmux({...change, setClipboard: 'on'}, {isLoaded: false});
		expect(decoded(written)).toBe('value');
		expect(copied.how).toBe('terminal');
	}
});

test('the answers of tmux are read', () => {
	const terminals = [
		'Terminal 0: xterm-256color for /dev/pts/1, flags=0x20:',
		'   0: acsc: (string) ++,,',
		' 192: Ms: [missing]',
		'Terminal 1: foot for /dev/pts/2, flags=0x20:',
		' 192: Ms: (string) \\033]52;%p1%s;%p2%s\\a',
	].join('\n');
	const of = (about: string, session = '') => tmuxFacts({about, session, terminals});
	expect(of('3.3a|external|0|/dev/pts/1|xterm-256color|bpaste,title')).toEqual({
		...facts,
		client: '/dev/pts/1',
		canSet: false,
		connection: undefined,
	});
	expect(of('3.3a|on|1|/dev/pts/2|foot|')).toMatchObject({canSet: true, isPassing: true});
	expect(of('3.4|off|off|/dev/pts/1|x|clipboard,hyperlinks')).toMatchObject({
		setClipboard: 'off',
		canSet: true,
		hasLinks: true,
		isPassing: false,
	});
	// Options that a version does not know are empty; before 3.3 all is handed through.
	expect(of('3.2|external||||')).toMatchObject({isPassing: true, client: undefined});
	expect(of('next-3.6|external|all|/dev/pts/1|x|')).toMatchObject({version: 3.6, isPassing: true});
	expect(of('|||||')).toBeUndefined();
	const session = (line: string) => of('3.3a|on|1|/dev/pts/2|foot|', `A=1\n${line}\nB=2`);
	expect(session('SSH_CONNECTION=192.0.2.7 1 192.0.2.1 22')?.connection).toEqual({
		value: '192.0.2.7 1 192.0.2.1 22',
	});
	expect(session('-SSH_CONNECTION')?.connection).toEqual({});
	expect(session('C=3')?.connection).toBeUndefined();
});

test.each([
	['kitty', {TERM: 'xterm-kitty'}, {isTaken: true, detail: expect.stringContaining('kitty takes')}],
	['foot', {TERM: 'foot-extra'}, {isTaken: true}],
	['iTerm2 over SSH', {TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2'}, {how: 'terminal'}],
	['PuTTY', {TERM: 'putty'}, {how: 'nowhere'}],
	['an unknown terminal', {TERM: 'xterm-256color'}, {how: 'terminal'}],
])('what is known of %s is said', async (_, environment, expected) => {
	const copied = await terminalIn({...ssh, ...environment}).copy('value');
	expect(copied).toMatchObject(expected);
	if (!('isTaken' in expected)) expect(copied).not.toHaveProperty('isTaken');
});

test('the multiplexer is known by the processes above where sudo forgot it', async () => {
	const asked: unknown[] = [];
	const ancestors = (command: string) => () => [
		{command: 'sudo'},
		{command: 'bash', environment: {TMUX: '/tmp/tmux-1000/default,12,0', TMUX_PANE: '%3'}},
		{command},
	];
	const {copy} = terminalIn(ssh, {
		ancestors: ancestors('tmux: server'),
		async ask(tmux) {
			asked.push(tmux);
			return undefined;
		},
	});
	expect((await copy('value')).detail).toContain('through tmux');
	expect(asked).toEqual([{is: 'tmux', socket: '/tmp/tmux-1000/default', pane: '%3'}]);
	// GNU screen that was started within tmux.
	const inner = terminalIn(ssh, {ancestors: ancestors('screen')});
	expect((await inner.copy('value')).detail).toContain('through screen');
});

test('an SSH server above tells a session over SSH, whatever DISPLAY says', async () => {
	const {copy, clipped} = terminalIn(desktop, {ancestors: () => [{command: 'sshd-session'}]});
	expect((await copy('value')).how).toBe('terminal');
	expect(clipped).toEqual([]);
});
