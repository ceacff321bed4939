import {existsSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {chooseStep} from '../helpers/choose-step.js';
import {openTerminal, type TerminalWindow} from '../helpers/pty.js';
import {type FarMachine, startFarMachine, whyNoFarMachine} from './rig/far-machine.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {userBrowser} from './rig/sign-in.js';
import {type SshServer, startSsh, whyNoSsh} from './rig/ssh.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

const whyNot =
	whyNoRig() ??
	whyNoSsh() ??
	whyNoFarMachine() ??
	(existsSync('/usr/bin/tmux') ? undefined : 'tmux is not installed');

describe.skipIf(whyNot)('the screens over SSH', {timeout: 60_000}, () => {
	let rig: Rig;
	let ssh: SshServer;
	let far: FarMachine;
	let mailgrant: Mailgrant;
	let terminal: TerminalWindow;
	beforeAll(async () => {
		rig = await startRig();
		ssh = await startSsh(join(rig.directory, 'ssh'));
		far = await startFarMachine({
			directory: join(rig.directory, 'far'),
			ssh,
			ports: [Number(new URL(rig.authorization.issuer).port)],
			ca: rig.ca,
		});
	}, 60_000);
	afterAll(async () => {
		await far?.stop();
		await ssh?.stop();
		await rig?.stop();
	});
	beforeEach(async () => {
		mailgrant = createMailgrant();
		expect(await mailgrant.add(rig, 'far')).toMatchObject({code: 0});
		expect(await mailgrant.run(['check', 'far'])).toMatchObject({code: 0});
	});
	afterEach(async () => {
		await runHere([...tmux(), 'kill-server']);
		await terminal?.close();
		await mailgrant.close();
	});

	const tmux = () => ['/usr/bin/tmux', '-S', join(mailgrant.home, 'tmux'), '-f', '/dev/null'];

	async function runHere([command = '', ...args]: readonly string[]) {
		const helper = openTerminal({command, args});
		await helper.exited;
		await helper.close();
	}

	const openLine = (words: readonly string[]) => {
		terminal = openTerminal({
			command: '/usr/bin/ssh',
			args: ['-tt', ...words],
			timeoutMs: 15_000,
		});
	};
	const direct = () => mailgrant.sshArguments(ssh, []);
	/** Begins the session in tmux, or comes back to it. */
	const inTmux = () => {
		const [command = '', ...login] = direct().toReversed();
		const session = [...tmux(), 'new-session', '-A', '-s', 'walk', command];
		const words = ['env', 'LANG=C.UTF-8', ...session];
		const line = words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
		return [...login.toReversed(), line];
	};
	/** The line is cut: no more is heard of this terminal. */
	async function cut() {
		terminal.kill('SIGKILL');
		await terminal.exited;
		await terminal.close();
	}

	async function beginSignIn() {
		await chooseStep(terminal, 'Sign in');
		await terminal.press('enter');
		await terminal.waitFor(/ssh -L \d+:localhost:\d+/);
	}

	async function copied(key: string, expected: RegExp): Promise<string> {
		await terminal.press(key);
		await terminal.waitFor(() => expected.test(terminal.clipboard() ?? ''));
		return terminal.clipboard() ?? '';
	}

	/** What is in front of tmux is not known there, so what is copied first is shown alone too. */
	async function backFromAlone(value: string) {
		const screen = await terminal.waitFor(/to be selected with the mouse/);
		expect(screen.replaceAll('\n', '')).toContain(value);
		await terminal.press('enter');
	}

	async function expectSignedIn() {
		await terminal.waitFor(/Refresh token {3}stored/);
		expect(await mailgrant.run(['token', 'far'])).toMatchObject({code: 0});
	}

	test('in tmux a sign-in by the tunnel that is shown outlives a cut line', async () => {
		openLine(inTmux());
		await beginSignIn();
		const shown = /ssh -L .*$/m.exec(terminal.screen())?.[0] ?? '';
		// The exact bytes, at the outer terminal.
		expect(await copied('t', /^ssh /)).toBe(shown);
		await backFromAlone(shown);
		await terminal.waitFor(/Line for the second terminal: Sent to your terminal by tmux/);
		const url = await copied('enter', /^https:/);
		const tunnel = far.type(shown);
		const knocked = await untilItAnswers(() => far.visit(`http://localhost:${rig.callbackPort}/`));
		expect(knocked.text).toContain('This browser reaches mailgrant');
		await terminal.waitFor(/The way works: .*\d\d:\d\d:\d\d/);
		await cut();

		openLine(inTmux());
		await terminal.waitFor(/The way works/);
		expect(await far.visit(url)).toMatchObject({status: 200});
		await expectSignedIn();
		tunnel.kill();
	});

	test('without tmux the next start goes on where a cut line ended it, by paste', async () => {
		openLine(direct());
		await beginSignIn();
		const url = await copied('enter', /^https:/);
		await cut();
		await untilClosed(rig.callbackPort);

		const end = await userBrowser(rig).visit(url, {stopAt: rig.redirectUri});
		openLine(direct());
		await terminal.waitFor(/ssh -L \d+:localhost:\d+/);
		await terminal.paste(end.url);
		await expectSignedIn();
		await terminal.press('escape');
		await terminal.waitFor(/done +\d+ {2}Sign in/);
		await terminal.press('q');
		expect(await terminal.exited).toMatchObject({code: 0});
		expect(terminal.isAlternate()).toBe(false);
	});

	test('in tmux a device code is shown as a QR code, and signs in', async () => {
		openLine(inTmux());
		await beginSignIn();
		await terminal.press('d');
		const screen = await terminal.waitFor(/\b[A-Z]{4}-[A-Z]{4}\b/);
		const [userCode = ''] = /\b[A-Z]{4}-[A-Z]{4}\b/.exec(screen) ?? [];
		expect(await copied('d', /^[A-Z-]{9}$/)).toBe(userCode);
		await backFromAlone(userCode);
		await terminal.waitFor(/Code: Sent to your terminal by tmux/);
		await terminal.press('o');
		await terminal.waitFor(/[▀▄█]{7}/);
		await terminal.press('escape');
		const address = `${rig.authorization.issuer}/device?user_code=${userCode}`;
		expect((await far.visit(address)).text).toContain('Device allowed');
		await expectSignedIn();
	});

	test('a value alone is one line for the mouse, and leaves nothing behind', async () => {
		openLine(direct());
		await beginSignIn();
		const url = await copied('enter', /^https:/);
		const before = terminal.output().length;
		await terminal.press('v');
		await terminal.waitFor('Enter goes back to mailgrant.');
		expect(terminal.isAlternate()).toBe(false);
		// Sent in one piece, and wrapped by the terminal alone.
		expect(terminal.output().slice(before)).toContain(`\r\n${url}\r\n`);
		await terminal.press('enter');
		await terminal.waitFor(/ssh -L \d+:localhost:\d+/);
		expect(terminal.isAlternate()).toBe(true);
		await terminal.press('escape');
		await terminal.waitFor(/›.*Sign in/);
		await terminal.press('q');
		await terminal.exited;
		expect(terminal.screen()).not.toContain('https:');
	});
});

/** A tunnel needs a moment. */
async function untilItAnswers<Value>(ask: () => Promise<Value>): Promise<Value> {
	for (let left = 40; ; left--) {
		try {
			return await ask();
		} catch (error) {
			if (left === 0) throw error;
			await setTimeout(100);
		}
	}
}

/** The program of the cut line has ended: its port is free. */
async function untilClosed(port: number): Promise<void> {
	for (let left = 100; left > 0; left--) {
		const isOpen = await new Promise<boolean>(resolve => {
			const socket = connect({host: '127.0.0.1', port});
			socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
			socket.once('connect', () => socket.destroy());
		});
		if (!isOpen) return;
		await setTimeout(100);
	}
	throw new Error('The program did not end with its line');
}
