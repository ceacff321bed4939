import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {openTerminal} from '../helpers/pty.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const hooks = fileURLToPath(new URL('../helpers/typescript-hooks.js', import.meta.url));
const module = new URL('../../source/terminal/terminal.ts', import.meta.url).href;

const hasTmux = existsSync('/usr/bin/tmux');
const hasScreen = existsSync('/usr/bin/screen');

/** Line breaks, other scripts, and longer than any buffer on the way but that of the terminal. */
const text = `${'grüße, 邮件\n'.repeat(1500)}the end`;

/** A script that copies the text as the program does and says what came of it. */
function copying(directory: string): string {
	const file = path.join(directory, 'copy.mjs');
	writeFileSync(path.join(directory, 'text'), text);
	writeFileSync(
		file,
		`import {readFileSync} from 'node:fs';
const {createTerminal} = await import('${module}');
const terminal = createTerminal({environment: process.env, stdout: process.stdout, stdin: process.stdin, user: 'ada', hostname: 'mail1'});
const {how, detail} = await terminal.copy(readFileSync('${directory}/text', 'utf8'));
console.log('how=' + how + ' ' + detail);
setTimeout(() => {}, 60_000);
`,
	);
	return `${process.execPath} --import ${hooks} ${file}`;
}

function openTmux(options: readonly string[]) {
	const directory = temporaryDirectory();
	const configuration = path.join(directory, 'tmux.conf');
	writeFileSync(configuration, options.map(option => `${option}\n`).join(''));
	const socket = path.join(directory, 'tmux');
	const terminal = openTerminal({
		command: '/usr/bin/tmux',
		args: ['-S', socket, '-f', configuration, 'new-session', copying(directory)],
		timeoutMs: 10_000,
	});
	onTestFinished(async () => {
		const end = openTerminal({command: '/usr/bin/tmux', args: ['-S', socket, 'kill-server']});
		await end.exited;
		await end.close();
		await terminal.close();
	});
	return terminal;
}

test.skipIf(!hasTmux).each([
	['as it comes', [], 'by tmux'],
	['that obeys programs', ['set -s set-clipboard on'], 'by tmux'],
	['that hands sequences through', ['set -g allow-passthrough on'], 'through tmux'],
] as const)(
	'a copy in a tmux %s arrives whole',
	async (_, options, way) => {
		const terminal = openTmux(options);
		await terminal.waitFor(new RegExp(`how=terminal Sent to your terminal ${way}`));
		await terminal.waitFor(() => terminal.clipboard() !== undefined);
		expect(terminal.clipboard()).toBe(text);
	},
	30_000,
);

test.skipIf(!hasTmux)(
	'a tmux that keeps copies is found out',
	async () => {
		const terminal = openTmux(['set -s set-clipboard off']);
		await terminal.waitFor(/how=nowhere Not copied: tmux keeps copies/);
		expect(terminal.clipboard()).toBeUndefined();
	},
	30_000,
);

test.skipIf(!hasScreen)(
	'a copy in GNU screen arrives whole',
	async () => {
		const directory = temporaryDirectory();
		const terminal = openTerminal({
			command: '/usr/bin/screen',
			args: ['-c', '/dev/null', 'sh', '-c', copying(directory)],
			// Sockets of its own, so that no other screen is met.
			env: {SCREENDIR: directory},
			timeoutMs: 10_000,
		});
		onTestFinished(terminal.close);
		await terminal.waitFor(/how=terminal Sent to your terminal through screen/);
		await terminal.waitFor(() => terminal.clipboard() !== undefined);
		expect(terminal.clipboard()).toBe(text);
		await terminal.press('ctrl+a', 'k', 'y');
		await terminal.exited;
	},
	30_000,
);
