import {expect, onTestFinished, test} from 'vitest';
import {openProgram} from './program.js';

const colours = /\u001B\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;[25];[\d;]+)m/;
const anyStyle = /\u001B\[[\d;]*[1-9][\d;]*m/;

/** The first screen of practice, in a terminal with these variables. */
async function openPractice(
	env: Readonly<Record<string, string | undefined>>,
	args: readonly string[] = [],
) {
	const terminal = openProgram(['practice', ...args], {env: {CI: undefined, ...env}});
	onTestFinished(() => terminal.close());
	await terminal.waitFor(/15 Stays alive[\s\S]*q leave/);
	return terminal;
}

test.each([
	['LANG=C', {LANG: 'C'}],
	['LC_ALL over LANG', {LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8'}],
	['no locale at all', {LANG: undefined}],
	['the Linux console', {TERM: 'linux'}],
])('%s shows ASCII alone', async (_name, env) => {
	const terminal = await openPractice(env);
	expect(terminal.output()).not.toMatch(/[^\u0000-\u007F]/);
	expect(terminal.screen()).toMatch(/^> needs you +1 {2}Provider and mailbox$/m);
	expect(terminal.screen()).toContain('enter open 1 . arrows move');
	await terminal.press('?');
	await terminal.waitFor(/^arrows +Choose the row above$/m);
	expect(terminal.output()).not.toMatch(/[^\u0000-\u007F]/);
});

test('a locale of UTF-8 shows the glyphs', async () => {
	const terminal = await openPractice({LANG: undefined, LC_CTYPE: 'en_US.utf8'});
	expect(terminal.screen()).toContain('› needs you');
});

test('NO_COLOR takes every colour and leaves every word', async () => {
	const terminal = await openPractice({NO_COLOR: '1'});
	expect(terminal.output()).not.toMatch(colours);
	expect(terminal.screen()).toMatch(/needs you +1/);
	expect(terminal.screen()).toMatch(/practice/);
});

test('FORCE_COLOR=0 takes every style, FORCE_COLOR=1 draws in 16 colours', async () => {
	expect((await openPractice({FORCE_COLOR: '0'})).output()).not.toMatch(anyStyle);
	const forced = await openPractice({FORCE_COLOR: '1', NO_COLOR: undefined});
	expect(forced.output()).toMatch(colours);
	expect(forced.output()).not.toMatch(/\u001B\[(?:\d+;)*38;/);
});

test.each([
	['16 colours', {TERM: 'xterm'}],
	['256 colours', {TERM: 'xterm-256color'}],
	['truecolor', {TERM: 'xterm-256color', COLORTERM: 'truecolor'}],
])('%s: only the 16 colours that the terminal’s owner has chosen', async (_name, env) => {
	const terminal = await openPractice(env);
	expect(terminal.output()).toMatch(colours);
	expect(terminal.output()).not.toMatch(/\u001B\[(?:\d+;)*(?:38|48);/);
});

test.each([
	['--screen-reader', {}, ['--screen-reader']],
	['INK_SCREEN_READER', {INK_SCREEN_READER: 'true'}, []],
])('%s: pages are read whole, on the usual screen', async (_name, env, args) => {
	const terminal = openProgram(['practice', ...args], {env});
	onTestFinished(() => terminal.close());
	await terminal.waitFor(
		/^chosen: needs you 1 Provider and mailbox$[\s\S]*^Keys: enter open 1, arrows move/m,
	);
	expect(terminal.isAlternate()).toBe(false);
	await terminal.press('enter');
	await terminal.waitFor(/^1 Provider and mailbox[\s\S]*^chosen: Email Token Name/m);
	await terminal.press('escape');
	await terminal.waitFor(/^chosen: needs you/m);
	await terminal.press('q');
	expect((await terminal.exited).code).toBe(0);
	expect(terminal.screen()).toContain('Practice ended; nothing of it is kept.');
});

test('what Node says of a NODE_EXTRA_CA_CERTS that is missing is said before the screens', async () => {
	// Else it would be said at the first connection by TLS; practice has some before it shows anything.
	const terminal = openProgram([], {env: {CI: undefined, NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem'}});
	onTestFinished(() => terminal.close());
	await terminal.waitFor('q leave');
	const output = terminal.output();
	const warned = output.indexOf('Ignoring extra certs from `/nowhere/ca.pem`');
	expect(warned).toBeGreaterThanOrEqual(0);
	expect(warned).toBeLessThan(output.indexOf('\u001B[?1049h'));
	expect(terminal.screen()).not.toContain('Ignoring');
});
