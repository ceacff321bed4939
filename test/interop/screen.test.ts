import {randomUUID} from 'node:crypto';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {openTerminal, type TerminalWindow} from '../helpers/pty.js';
import {scopes} from './rig/authorization-server.js';
import {createMailgrant, type Mailgrant, program} from './rig/mailgrant.js';
import {userBrowser} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';
import {reportsOf} from './rig/test-report.js';

describe.skipIf(whyNoRig())('screens against real servers', {timeout: 60_000}, () => {
	let rig: Rig;
	let mailgrant: Mailgrant;
	let terminal: TerminalWindow;
	beforeAll(async () => {
		rig = await startRig();
	}, 60_000);
	afterAll(() => rig?.stop());
	beforeEach(() => {
		mailgrant = createMailgrant();
	});
	afterEach(async () => {
		rig.authorization.faults.accessTokens = 'good';
		await terminal?.close();
		await mailgrant.close();
	});

	const openScreens = () => {
		terminal = openTerminal({
			command: process.execPath,
			args: [program],
			env: mailgrant.env,
			timeoutMs: 15_000,
		});
		return terminal;
	};

	/** Adds a grant and verifies its client by command, so that the sign-in can begin. */
	async function add(name: string, flags: Record<string, string> = {}): Promise<void> {
		expect(await mailgrant.add(rig, name, flags)).toMatchObject({code: 0});
		expect(await mailgrant.run(['check', name])).toMatchObject({code: 0});
	}

	/** Goes to a step of the checklist and opens it. */
	async function openStep(title: string): Promise<void> {
		await terminal.waitFor(/\d of \d done/);
		for (;;) {
			const lines = terminal.screen().split('\n');
			const chosen = lines.findIndex(line => line.startsWith('›'));
			const goal = lines.findIndex(line => line.includes(title));
			if (chosen === goal) break;
			const moved = terminal.press(chosen < goal ? 'down' : 'up');
			await terminal.waitFor(
				screen => screen.split('\n').findIndex(line => line.startsWith('›')) !== chosen,
			);
			await moved;
		}
		await terminal.press('enter');
	}

	/** The address of the sign-in, by the key that copies it. */
	async function copiedAddress(): Promise<string> {
		await terminal.waitFor('Open this in a browser');
		await terminal.press('c');
		await terminal.waitFor(
			() => terminal.clipboard()?.startsWith(rig.authorization.issuer) ?? false,
		);
		return terminal.clipboard() ?? '';
	}

	const microsofts = () => ({
		provider: 'microsoft',
		extraview: 'no',
		tenant: randomUUID(),
		'client-id': rig.authorization.microsoftClientId,
		// Its own.
		scope: undefined,
	});

	test.each([
		['any server’s', () => ({})],
		['Microsoft’s', microsofts],
	])('a grant added by command is walked to the last green step: %s', async (_, flags) => {
		expect(await mailgrant.add(rig, 'walked', flags())).toMatchObject({code: 0});
		openScreens();
		await openStep('Mail service from here');
		const services = await terminal.waitFor(/go on to 5/);
		expect(services).toContain(`localhost:${rig.dovecot.ports.imaps}`);

		await terminal.press('enter');
		await terminal.waitFor(/Register the application/);
		await terminal.press('y');
		await terminal.waitFor(/go on to 6/);
		await terminal.press('enter');
		await terminal.waitFor(rig.redirectUri);
		await terminal.press('y');
		await terminal.waitFor(/go on to 7/);
		await terminal.press('enter');
		await terminal.waitFor(/go on to 8/);
		await terminal.press('enter');

		const end = await userBrowser(rig).visit(await copiedAddress(), {stopAt: rig.redirectUri});
		await terminal.paste(end.url);
		await terminal.waitFor(/go on to 13/);
		await terminal.press('enter');
		await terminal.waitFor(/go on to 14/);
		await terminal.press('enter');
		// A real message is sent only when the admin says so.
		await terminal.waitFor(/enter send/);
		await terminal.press('enter');
		await terminal.waitFor(/back in the mailbox after [\d.]+ s/);
		await terminal.press('enter');
		await terminal.waitFor(/enter renew now/);
		await terminal.press('enter');
		await terminal.waitFor(/renewed, with nobody at the browser/);
		await terminal.press('enter');
		await terminal.waitFor('9 of 9 done');
		await terminal.press('q');
		expect(await terminal.exited).toEqual({code: 0, signal: undefined});
		expect(terminal.isAlternate()).toBe(false);

		const ended = await mailgrant.run(['test', 'walked', '--round-trip', '--json']);
		expect(reportsOf(ended)[0]).toMatchObject({ok: true, roundTrip: {ok: true}});
	});

	test('the browser that comes back changes the screen by itself', async () => {
		await add('called');
		openScreens();
		await openStep('Sign in');
		const page = await userBrowser(rig).visit(await copiedAddress());
		expect(page.status).toBe(200);
		await terminal.waitFor(/\bdone\b|signed in/i);
		await terminal.waitFor(screen => !screen.includes('Open this in a browser'));
		expect(await mailgrant.run(['token', 'called'])).toMatchObject({code: 0});
	});

	test('a device code is typed elsewhere and signs in here', async () => {
		await add('device');
		openScreens();
		await openStep('Sign in');
		await terminal.waitFor('Open this in a browser');
		await terminal.press('d');
		const screen = await terminal.waitFor(/\b[A-Z]{4}-[A-Z]{4}\b/);
		const [userCode = ''] = /\b[A-Z]{4}-[A-Z]{4}\b/.exec(screen) ?? [];
		const address = `${rig.authorization.issuer}/device?user_code=${userCode}`;
		expect((await userBrowser(rig).visit(address)).text).toContain('Device allowed');
		await terminal.waitFor(shown => !shown.includes(userCode));
		await terminal.waitFor(/go on to/);
		expect(await mailgrant.run(['token', 'device'])).toMatchObject({code: 0});
	});

	test('a token that the servers refuse shows the failed layer and what the server said', async () => {
		rig.authorization.faults.accessTokens = 'unknown';
		await add('refused');
		openScreens();
		await openStep('Sign in');
		const end = await userBrowser(rig).visit(await copiedAddress(), {stopAt: rig.redirectUri});
		await terminal.paste(end.url);
		await terminal.waitFor(/go on to/);
		await terminal.press('escape');
		await openStep('Test incoming');
		const screen = await terminal.waitFor(/AUTHENTICATIONFAILED/);
		expect(screen).toMatch(/failed\s+sign in/);
		expect(screen).toMatch(/ok\s+TLS/);
		await terminal.press('t');
		await terminal.waitFor(/C: .*AUTHENTICATE XOAUTH2 dXNlcj…/);
	});

	test('a killed program opens at the sign-in, which a paste still completes', async () => {
		await add('killed');
		openScreens();
		await openStep('Sign in');
		const end = await userBrowser(rig).visit(await copiedAddress(), {stopAt: rig.redirectUri});
		terminal.kill('SIGKILL');
		await terminal.close();
		openScreens();
		await terminal.waitFor('Open this in a browser');
		await terminal.paste(end.url);
		await terminal.waitFor(/go on to/);
		expect(await mailgrant.run(['token', 'killed'])).toMatchObject({code: 0});
	});

	test('a paste from an old attempt is told apart and changes nothing', async () => {
		await add('old', {scope: scopes.imap});
		openScreens();
		await openStep('Sign in');
		const address = await copiedAddress();
		const end = new URL((await userBrowser(rig).visit(address, {stopAt: rig.redirectUri})).url);
		end.searchParams.set('state', 'x'.repeat(43));
		await terminal.paste(end.href);
		await terminal.waitFor(/earlier|old|another/i);
		expect(terminal.screen()).toContain('Open this in a browser');
		expect(await mailgrant.run(['token', 'old'])).toMatchObject({code: 3, stdout: ''});
	});
});
