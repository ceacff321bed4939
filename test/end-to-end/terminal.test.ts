import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openTerminal, type TerminalWindow} from '../helpers/pty.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');

/** A shell with job control that knows the program as `mailgrant`, and how its terminal stood at first. */
async function openShell(env: Readonly<Record<string, string>> = {}, device?: string) {
	const directory = temporaryDirectory();
	const pidFile = path.join(directory, 'pid');
	const start = path.join(directory, 'mailgrant');
	// A command of its own, which leaves its number and becomes the program.
	writeFileSync(
		start,
		`#!/bin/sh\necho $$ > ${pidFile}\nexec '${process.execPath}' '${program}' --config '${directory}/config'\n`,
		{mode: 0o755},
	);
	const shell = openTerminal({
		command: 'bash',
		args: ['--norc', '--noprofile', '-i'],
		env: {PS1: 'ready> ', HISTFILE: '', ...env},
		timeoutMs: 10_000,
		...(device !== undefined && {device}),
	});
	onTestFinished(shell.close);
	await shell.waitFor('ready>');
	let asked = 0;
	const modes = async () => {
		asked++;
		await enter(shell, `clear; echo "modes${asked}=$(stty -g | tr -d '\\n' | cksum)="`);
		const shown = await shell.waitFor(new RegExp(`modes${asked}=[\\d ]+=`));
		return /modes\d+=([\d ]+)=/.exec(shown)?.[1];
	};
	const before = await modes();
	return {
		shell,
		open: (after = '') => enter(shell, `clear; ${start}; ${after}`),
		/** Of the program alone. */
		signal: (name: NodeJS.Signals) => process.kill(Number(readFileSync(pidFile, 'utf8')), name),
		/** That the terminal is as it was found. */
		async expectAsFound() {
			expect(shell.isAlternate()).toBe(false);
			const output = shell.output();
			for (const [on, off] of [
				['\u001B[?25l', '\u001B[?25h'],
				['\u001B[?1049h', '\u001B[?1049l'],
			] as const) {
				expect(output.lastIndexOf(off)).toBeGreaterThan(output.lastIndexOf(on));
			}
			// The shell switches it on itself for its own prompt, after the program has switched it off.
			const left = output.lastIndexOf('\u001B[?1049l');
			const begun = output.lastIndexOf('\u001B[?1049h');
			expect(output.slice(begun, left + 200)).toContain('\u001B[?2004l');
			expect(await modes()).toBe(before);
		},
	};
}

async function enter(shell: TerminalWindow, text: string) {
	await shell.type(text);
	await shell.press('enter');
}

const opened = /needs you {2}1/;
const prompted = /ready>\s*$/;

test('Ctrl+Z goes back to the shell and fg goes on, on a screen that is drawn anew', async () => {
	const {shell, open, expectAsFound} = await openShell();
	await open();
	await shell.waitFor(opened);
	// Twice, since what was set up once must not be used up.
	for (let time = 0; time < 2; time++) {
		await shell.press('ctrl+z');
		await shell.waitFor(/Stopped/);
		await expectAsFound();
		await enter(shell, 'clear; fg');
		await shell.waitFor(opened);
		expect(shell.isAlternate()).toBe(true);
	}
	await shell.press('q');
	await shell.waitFor(prompted);
	await expectAsFound();
}, 60_000);

test('who leaves at once leaves no answer of the terminal to the shell', async () => {
	const {shell, open} = await openShell({}, '0;136;0');
	await open(`IFS= read -rst 0.5 -n 40 -d '' left; printf 'left=<%q>\n' "$left"`);
	await shell.waitFor(opened);
	await shell.waitFor(() => shell.output().includes('\u001B[>c'));
	await shell.press('ctrl+c');
	await shell.waitFor(/^left=<''>$/m);
}, 60_000);

test.each(['SIGTSTP', 'SIGSTOP'] as const)(
	'%s from elsewhere and fg leave a whole screen',
	async name => {
		const {shell, open, signal, expectAsFound} = await openShell();
		await open();
		await shell.waitFor(opened);
		signal(name);
		await shell.waitFor(/Stopped/);
		if (name === 'SIGTSTP') await expectAsFound();
		await enter(shell, 'stty sane; clear; fg');
		await shell.waitFor(opened);
		await shell.waitFor(() => shell.isAlternate());
		await shell.press('?');
		await shell.waitFor(/Help:/);
		await shell.press('escape');
		await shell.waitFor(opened);
		await shell.press('q');
		await shell.waitFor(prompted);
		expect(shell.isAlternate()).toBe(false);
	},
	60_000,
);

test('without a shell above, Ctrl+Z stops nothing and says so', async () => {
	const alone = openTerminal({
		command: process.execPath,
		args: [program, '--config', path.join(temporaryDirectory(), 'config')],
		timeoutMs: 10_000,
	});
	onTestFinished(alone.close);
	await alone.waitFor(opened);
	await alone.press('ctrl+z');
	await alone.waitFor('Not stopped: no shell is above');
	expect(alone.isAlternate()).toBe(true);
	await alone.press('q');
	expect(await alone.exited).toMatchObject({code: 0});
}, 60_000);

test.each([
	['is thrown', 'throw new Error("out of order")'],
	['is a rejection', 'Promise.reject(new Error("out of order"))'],
])(
	'a fault that %s is told on a terminal as it was found',
	async (_, statement) => {
		const preload = path.join(temporaryDirectory(), 'fault.mjs');
		writeFileSync(preload, `process.on('SIGUSR2', () => {${statement}});\n`);
		const {shell, open, signal, expectAsFound} = await openShell({
			NODE_OPTIONS: `--import=${preload}`,
		});
		await open('echo code=$?');
		await shell.waitFor(opened);
		signal('SIGUSR2');
		const shown = await shell.waitFor(/code=\d+/);
		expect(shown).toContain('This is a fault in mailgrant');
		expect(shown).toContain('Error: out of order');
		expect(shown).toContain('code=1');
		await expectAsFound();
	},
	60_000,
);

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)(
	'%s leaves the terminal as it was found',
	async (name, code) => {
		const {shell, open, signal, expectAsFound} = await openShell();
		await open('echo code=$?');
		await shell.waitFor(opened);
		signal(name);
		expect(await shell.waitFor(/code=\d+/)).toContain(`code=${code}`);
		await expectAsFound();
	},
	60_000,
);
