import {expect, test} from 'vitest';
import {openProgram} from './program.js';

test('keys that come before the first frame are taken, and leave no trace on it', async () => {
	const terminal = openProgram(['practice']);
	try {
		// The alternate screen is the first thing that is drawn; nothing listens yet.
		terminal.write('\u001B[B\u001B[B\u001B[A\u001B[A');
		await terminal.waitFor(() => terminal.isAlternate());
		terminal.write('\u001B[B\u001B[A');
		const shown = await terminal.waitFor(/enter open 1[\s\S]*/);
		expect(shown).not.toContain('^[');
		await terminal.press('enter');
		await terminal.waitFor(/Email Token Name/);
		expect(terminal.screen()).not.toContain('^[');
	} finally {
		await terminal.close();
	}
}, 60_000);
