import {existsSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {openTerminal, type TerminalOptions, type TerminalWindow} from './pty.js';

const open: TerminalWindow[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map(terminal => terminal.close()));
});

function run(script: string, options: Partial<TerminalOptions> = {}): TerminalWindow {
	const terminal = openTerminal({command: process.execPath, args: ['-e', script], ...options});
	open.push(terminal);
	return terminal;
}

/** Shows what it reads, byte for byte, and ends at q. */
const echo = `
	process.stdin.setRawMode(true);
	process.stdin.on('data', data => {
		console.log(JSON.stringify(String(data)));
		if (String(data) === 'q') process.exit(3);
	});
	console.log('ready');
`;

test('the screen shows what the program leaves on it', async () => {
	const terminal = run(`process.stdout.write('one\\n\\x1b[31mtwo\\x1b[0m\\rT\\x1b[5;3Hfive')`);
	await terminal.exited;
	expect(terminal.screen().split('\n').slice(0, 5)).toEqual(['one', 'Two', '', '', '  five']);
	expect(terminal.screen().split('\n')).toHaveLength(24);
	expect(terminal.output()).toContain('\u001B[31m');
});

test('keys arrive one by one as an xterm sends them', async () => {
	const terminal = run(echo);
	await terminal.waitFor('ready');
	await terminal.press('up', 'tab', 'enter', 'ctrl+p', 'escape', 'x');
	const expected = ['"\\u001b[A"', '"\\t"', '"\\r"', '"\\u0010"', '"\\u001b[27u"', '"x"'];
	expect(terminal.screen().split('\n').slice(1, 7)).toEqual(expected);
});

test('a key that does not exist is a mistake in the test', async () => {
	const terminal = run(echo);
	await expect(terminal.press('entr')).rejects.toThrow('There is no key "entr"');
});

test('a paste is bracketed where the program asked for it', async () => {
	const terminal = run(`process.stdout.write('\\x1b[?2004h');${echo}`);
	await terminal.waitFor('ready');
	await terminal.paste('a\nb');
	await terminal.waitFor('"\\u001b[200~a\\rb\\u001b[201~"');
});

test('a paste of 100 kB arrives whole', async () => {
	const terminal = run(`
		process.stdin.setRawMode(true);
		let length = 0;
		process.stdin.on('data', data => {
			length += data.length;
			process.stdout.write('\\r' + length);
		});
		console.log('ready');
	`);
	await terminal.waitFor('ready');
	await terminal.paste('x'.repeat(100_000));
	await terminal.waitFor('100000');
});

test('the exit tells the code', async () => {
	const terminal = run(echo);
	await terminal.waitFor('ready');
	await terminal.press('q');
	expect(await terminal.exited).toEqual({code: 3, signal: undefined});
});

test('the exit tells the signal', async () => {
	const terminal = run(echo);
	await terminal.waitFor('ready');
	terminal.kill('SIGHUP');
	expect(await terminal.exited).toEqual({code: 0, signal: 'SIGHUP'});
});

test('a wait in vain shows the last screen', async () => {
	const terminal = run(echo);
	await terminal.waitFor(/re[a]dy/);
	await expect(terminal.waitFor('never', {timeoutMs: 1})).rejects.toThrow(
		/"never" did not come within 1 ms. The screen:\n│ready\n/,
	);
});

test('a wait ends with the program', async () => {
	const terminal = run(`console.log('bye')`);
	await expect(terminal.waitFor('never')).rejects.toThrow(/before the end \(code 0[^│]*│bye\n/);
});

test('the program sees a terminal of its own, no CI and an empty home', async () => {
	const terminal =
		run(`console.log([process.stdout.isTTY, process.stdout.columns, process.stdout.rows,
		process.env.CI, process.env.TERM, process.env.HOME === process.cwd(), process.env.USER].join())`);
	await terminal.waitFor('true,80,24,false,xterm-256color,true,\n');
});

test('a new size reaches program and screen', async () => {
	const terminal = run(`
		process.stdout.on('resize', () => console.log(process.stdout.columns, process.stdout.rows));
		process.stdin.resume();
		console.log('ready');
	`);
	await terminal.waitFor('ready');
	terminal.resize(100, 30);
	const screen = await terminal.waitFor('100 30');
	expect(screen.split('\n')).toHaveLength(30);
});

test('closing kills the program and takes its home away', async () => {
	const terminal = run(echo);
	await terminal.waitFor('ready');
	await terminal.close();
	expect(await terminal.exited).toEqual({code: 0, signal: 'SIGKILL'});
	expect(existsSync(terminal.home)).toBe(false);
	expect(() => process.kill(terminal.pid, 0)).toThrow('ESRCH');
});

test('the alternate screen is told from the main one', async () => {
	const terminal = run(`process.stdout.write('main\\x1b[?1049hother'); ${echo}`);
	await terminal.waitFor('ready');
	expect(terminal.isAlternate()).toBe(true);
	expect(terminal.screen()).not.toContain('main');
});

test('what is copied is in the clipboard', async () => {
	const text = 'https://login.example/ü?a=b&c';
	const terminal = run(`
		process.stdout.write('\\x1b]52;c;${Buffer.from(text).toString('base64')}\\x07ready');${echo}`);
	await terminal.waitFor('ready');
	expect(terminal.clipboard()).toBe(text);
	expect(terminal.screen().startsWith('ready')).toBe(true);
});
