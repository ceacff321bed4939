import {expect, onTestFinished, test} from 'vitest';
import {openTerminal} from '../helpers/pty.js';
import {storedState} from '../helpers/stored-state.js';

async function openField() {
	const store = storedState('registered', 'provider');
	const terminal = openTerminal({
		command: process.execPath,
		args: store.args,
		env: store.env,
		columns: 100,
		rows: 30,
		timeoutMs: 20_000,
	});
	onTestFinished(async () => {
		await terminal.close();
		store.remove();
	});
	await terminal.waitFor('Provider and mailbox');
	return {store, terminal};
}

test('ten thousand keys at machine speed are all there, and few frames were drawn for them', async () => {
	const {store, terminal} = await openField();
	const digits = Array.from({length: 2000}, (_, index) => String(index % 10)).join('');
	const before = terminal.output().length;
	terminal.write(`\u0015${digits.replace(/./g, digit => `${digit}z\u007Fy\u007F`)}`);
	const drafts = () => Object.values(store.grants.readDrafts()).flatMap(Object.values);
	await expect.poll(drafts, {timeout: 20_000}).toContain(digits);
	await terminal.waitFor(/6789 *\n/);
	expect(terminal.output().length - before).toBeLessThan(10_000);
});

test('keys that come together do what they do one by one', async () => {
	const {terminal} = await openField();
	// Name, Provider, Mailbox; then back to the end of the first.
	terminal.write('\u0015ab\t\t\u0015c@d\u001B[Z\u001B[Zx');
	await terminal.waitFor(/Email Token Name +abx *\n/);
	await terminal.waitFor(/Email Address +not right +c@d *\n/);
});
