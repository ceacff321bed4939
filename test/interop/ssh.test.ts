import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {chooseStep} from '../helpers/choose-step.js';
import {openTerminal} from '../helpers/pty.js';
import {createBrowser} from './rig/browser.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {startServer} from './rig/server-process.js';
import {type SshServer, startSsh, whyNoSsh} from './rig/ssh.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

describe.skipIf(whyNoRig() ?? whyNoSsh())('sign-in over SSH', {timeout: 60_000}, () => {
	let rig: Rig;
	let ssh: SshServer;
	let mailgrant: Mailgrant;
	beforeAll(async () => {
		rig = await startRig();
		ssh = await startSsh(join(rig.directory, 'ssh'));
	}, 60_000);
	afterAll(async () => {
		await ssh?.stop();
		await rig?.stop();
	});
	beforeEach(() => {
		mailgrant = createMailgrant();
	});
	afterEach(() => mailgrant.close());

	test('the printed tunnel line carries the browser of another machine to the callback', async () => {
		expect(await mailgrant.add(rig, 'far')).toMatchObject({code: 0});
		const command = mailgrant.overSsh(ssh, ['sign-in', 'far']);
		const [, forward = '', destination = ''] = await command.until(
			/^\s*ssh -L (\S+) -p \d+ (\S+)$/m,
		);
		expect(forward).toBe(`${rig.callbackPort}:localhost:${rig.callbackPort}`);
		expect(destination).toMatch(/^[\w-]+@/);
		// The line as printed, but that the other machine is 127.0.0.2 and that this host has no name for it.
		const tunnel = await startServer({
			command: '/usr/bin/ssh',
			args: ['-N', '-L', `127.0.0.2:${forward}`, ...ssh.login],
			listensOn: [{host: '127.0.0.2', port: rig.callbackPort}],
			lastWords: () => '',
		});
		try {
			const start = rig.authorization.authorizeUrl;
			const [url] = await command.until(new RegExp(`${start}\\?\\S+(?=\\s)`));
			const away = createBrowser({
				ca: rig.ca,
				hosts: {[`localhost:${rig.callbackPort}`]: '127.0.0.2'},
			});
			expect(await away.visit(url)).toMatchObject({status: 200});
			expect(await command.ended).toMatchObject({code: 0});
		} finally {
			await tunnel.stop();
		}
		expect(await mailgrant.run(['token', 'far'])).toMatchObject({code: 0});
	});

	test('without the tunnel the pasted address signs in over SSH', async () => {
		expect(await mailgrant.add(rig, 'far')).toMatchObject({code: 0});
		const command = mailgrant.overSsh(ssh, ['sign-in', 'far']);
		const start = rig.authorization.authorizeUrl;
		const [url] = await command.until(new RegExp(`${start}\\?\\S+(?=\\s)`));
		const end = await createBrowser({ca: rig.ca}).visit(url, {stopAt: rig.redirectUri});
		command.write(`${end.url}\n`);
		expect(await command.ended).toMatchObject({code: 0});
	});

	test('the screens run over SSH and copy the tunnel line', async () => {
		expect(await mailgrant.add(rig, 'far')).toMatchObject({code: 0});
		expect(await mailgrant.run(['check', 'far'])).toMatchObject({code: 0});
		const terminal = openTerminal({
			command: '/usr/bin/ssh',
			args: ['-tt', ...mailgrant.sshArguments(ssh, [])],
			timeoutMs: 15_000,
		});
		try {
			await terminal.waitFor(/›.*Mail service|›.*Register/);
			await chooseStep(terminal, 'Sign in');
			await terminal.press('enter');
			await terminal.waitFor(`ssh -L ${rig.callbackPort}:localhost:${rig.callbackPort}`);
			await terminal.press('t');
			await terminal.waitFor(() => terminal.clipboard()?.startsWith('ssh -L') ?? false);
			expect(terminal.clipboard()).toMatch(
				new RegExp(`^ssh -L (\\d+):localhost:\\1 -p ${ssh.port} [\\w-]+@\\S+$`),
			);
			await terminal.press('escape');
			await terminal.waitFor(/›.*Sign in/);
			await terminal.press('q');
			expect(await terminal.exited).toMatchObject({code: 0});
		} finally {
			await terminal.close();
		}
	});
});
