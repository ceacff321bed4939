import {expect, onTestFinished, test} from 'vitest';
import {storedState} from '../helpers/stored-state.js';
import {openProgram} from './program.js';

/** The step with the redirect URI, over SSH, in a terminal that says no more of itself than its answer. */
async function openRedirect(device?: string) {
	const store = storedState('registered', 'redirect');
	onTestFinished(store.remove);
	const [, ...args] = store.args;
	const terminal = openProgram(args, {
		env: {...store.env, SSH_CONNECTION: '198.51.100.7 50112 192.0.2.10 22'},
		...(device !== undefined && {device}),
	});
	onTestFinished(() => terminal.close());
	return terminal;
}

const opened = /Redirect URI[\s\S]*esc back/;

test('PuTTY is recognised by its answer: what it would not copy is shown alone', async () => {
	const terminal = await openRedirect('0;136;0');
	await terminal.waitFor(opened);
	await terminal.press('c');
	await terminal.waitFor(/to be selected with the mouse[\s\S]*Enter goes back/);
	expect(terminal.screen()).not.toContain('136');
	await terminal.press('enter');
	await terminal.waitFor(/PuTTY takes no\s+copies \(OSC 52\)\./);
	await terminal.press('ctrl+c');
	expect(await terminal.exited).toEqual({code: 0, signal: undefined});
}, 60_000);

test('a terminal that answers nothing is used as any other, and left soon', async () => {
	const terminal = await openRedirect('none');
	await terminal.waitFor(opened);
	await terminal.press('c');
	// It may not have arrived: the first time it is shown at once.
	await terminal.waitFor(/to be selected with the mouse[\s\S]*Enter goes back/);
	await terminal.press('enter');
	await terminal.waitFor(/it gives no\s+answer/);
	await terminal.press('c');
	await terminal.waitFor(/a shows it alone/);
	await terminal.press('ctrl+c');
	expect(await terminal.exited).toEqual({code: 0, signal: undefined});
}, 60_000);
