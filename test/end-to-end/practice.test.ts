import {expect, test} from 'vitest';
import {practiceWalk} from '../helpers/practice-walk.js';
import {openProgram} from './program.js';

test('practice is walked by keys alone, from nothing to every step green', async () => {
	const terminal = openProgram(['practice']);
	try {
		for (const [screen, key] of practiceWalk) {
			const shown = await terminal.waitFor(screen);
			expect(shown.split('\n')[0]).toMatch(/practice/i);
			if (key === 'apply' || key === 'reload') await terminal.type(key);
			else await terminal.press(key);
		}
		// The title may be drawn a moment before the rows.
		await terminal.waitFor(
			screen => screen.includes('15 of 15 done') && screen.match(/^[› ] done /gm)?.length === 15,
		);
		await terminal.press('q');
		expect(await terminal.exited).toEqual({code: 0, signal: undefined});
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.screen()).toContain('Practice ended; nothing of it is kept.');
	} finally {
		await terminal.close();
	}
}, 60_000);
