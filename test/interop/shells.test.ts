import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openTerminal, type TerminalWindow} from '../helpers/pty.js';
import {program, runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const grants = ['evmail@acme.com', 'evmail@beta.example', 'batch mail'];

/** A shell with the completion read, and a program that is called as an admin calls it. */
async function shell(name: 'bash' | 'zsh' | 'fish'): Promise<TerminalWindow> {
	const home = temporaryDirectory();
	const config = path.join(home, '.config', 'mailgrant');
	for (const grant of grants) {
		const added = await runCli(
			['add', grant, '--provider', 'custom', '--mailbox', 'evmail@acme.com', '--extraview', 'no'],
			{config},
		);
		expect(added.stderr).not.toContain('fault');
	}
	const bin = path.join(home, 'bin');
	mkdirSync(bin);
	const own = path.join(bin, 'mailgrant');
	writeFileSync(own, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
	chmodSync(own, 0o755);
	const {stdout} = await runCli(['completion', name], {config});
	const script = path.join(home, 'completion');
	writeFileSync(script, stdout);
	writeFileSync(path.join(home, 'one.pem'), '');
	const rc = {
		bash: `PS1='$ '; PATH='${bin}':$PATH; bind 'set bell-style none'; . '${script}'\n`,
		zsh: `PS1='$ '; PATH='${bin}':$PATH; autoload -Uz compinit; compinit -D; . '${script}'\n`,
		fish: `function fish_prompt; echo '$ '; end; function fish_greeting; end; set -gx PATH '${bin}' $PATH; source '${script}'\n`,
	}[name];
	const rcFile = path.join(home, name === 'zsh' ? '.zshrc' : 'rc');
	writeFileSync(rcFile, rc);
	const args = {
		bash: ['--noprofile', '--rcfile', rcFile, '-i'],
		zsh: ['-i'],
		fish: ['--no-config', '--init-command', `source '${rcFile}'`],
	}[name];
	const terminal = openTerminal({
		command: name,
		args,
		cwd: home,
		env: {HOME: home, XDG_CONFIG_HOME: path.join(home, '.config')},
		timeoutMs: 20_000,
	});
	onTestFinished(() => terminal.close());
	await terminal.waitFor(/\$ *$/m);
	return terminal;
}

const isMissing = (name: string) => spawnSync(name, ['-c', 'exit 0']).error !== undefined;

for (const name of ['bash', 'zsh', 'fish'] as const) {
	test.skipIf(isMissing(name))(`${name} completes what can stand in each place`, async () => {
		const terminal = await shell(name);
		const completed = async (typed: string, expected: string) => {
			// The letter shows where the cursor was left.
			terminal.write(`${typed}\tX`);
			await terminal.waitFor(screen => screen.includes(`$ ${expected}X`));
			// The line is thrown away.
			terminal.write('\u0015');
			await terminal.waitFor(screen => !screen.includes(`$ ${expected}X`));
		};
		await completed('mailgrant service-', 'mailgrant service-account ');
		await completed('mailgrant token evmail@a', 'mailgrant token evmail@acme.com ');
		await completed('mailgrant token evmail@b', 'mailgrant token evmail@beta.example ');
		await completed('mailgrant token bat', 'mailgrant token batch\\ mail ');
		await completed(
			'mailgrant test evmail@acme.com --round',
			'mailgrant test evmail@acme.com --round-trip ',
		);
		await completed(
			'mailgrant test evmail@acme.com evmail@b',
			'mailgrant test evmail@acme.com evmail@beta.example ',
		);
		await completed(
			'mailgrant export evmail@acme.com --for ms',
			'mailgrant export evmail@acme.com --for msmtp ',
		);
		await completed(
			'mailgrant say evmail@acme.com tok',
			'mailgrant say evmail@acme.com token-form ',
		);
		await completed(
			'mailgrant certificate evmail@acme.com --import on',
			'mailgrant certificate evmail@acme.com --import one.pem ',
		);
		await completed(
			'mailgrant --config .config/mailgrant token evmail@b',
			'mailgrant --config .config/mailgrant token evmail@beta.example ',
		);
	});
}

test.skipIf(spawnSync('man', ['--version']).error !== undefined)(
	'the manual page has no warnings',
	async () => {
		const home = temporaryDirectory();
		const {stdout} = await runCli(['man'], {config: path.join(home, 'config')});
		const file = path.join(home, 'mailgrant.1');
		writeFileSync(file, stdout);
		// As lintian asks.
		const {stderr, status} = spawnSync(
			'man',
			['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', file],
			{
				env: {PATH: process.env.PATH, LC_ALL: 'C.UTF-8', MANROFFSEQ: '', MANWIDTH: '80'},
				encoding: 'utf8',
			},
		);
		expect({stderr, status}).toEqual({stderr: '', status: 0});
	},
);
