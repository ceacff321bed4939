import {expect, test} from 'vitest';
import {openProgram} from './program.js';

/** What is waited for, and the key that it asks for. */
const walk: readonly (readonly [RegExp, string])[] = [
	[/needs you {2}1 {2}Provider and mailbox/, 'enter'],
	[/Email Token Name/, 'ctrl+p'],
	[/Email Address +evmail@practice\.example/, 'enter'],
	[/› needs you {2}2 {2}Mail service from here/, 'enter'],
	[/clock .*\n[\s\S]*enter go on to 3/, 'enter'],
	[/3 {2}Instance, redirect URI[\s\S]*enter enter base URL/, 'enter'],
	[/› ExtraView base URL/, 'https://track.practice.example/evj'],
	[/base URL +https:\/\/track\.practice\.example\/evj[\s\S]*enter save/, 'enter'],
	[/getTokenRetur[\s\S]*enter it is the same/, 'enter'],
	[/you said so[\s\S]*enter go on to 4/, 'enter'],
	[/4 {2}Register the application[\s\S]*say all done/, 'y'],
	[/you said so[\s\S]*enter go on to 5/, 'enter'],
	[/5 {2}Redirect URI[\s\S]*y say registered/, 'y'],
	[/you said so[\s\S]*enter go on to 6/, 'enter'],
	[/6 {2}IDs and secret/, 'ctrl+p'],
	[/Recognised: [\s\S]*enter save and verify/, 'enter'],
	[/Client Secret {2}is right[\s\S]*enter go on to 7/, 'enter'],
	[/listening on localhost:8765/, 'b'],
	[/as evmail@practice\.example[\s\S]*enter go on to 8/, 'enter'],
	[/Email Token Type +Microsoft Azure[\s\S]*y say entered/, 'y'],
	[/you said so[\s\S]*enter go on to 9/, 'enter'],
	[/\d messages in the mailbox[\s\S]*enter go on to 10/, 'enter'],
	[/enter send/, 'enter'],
	[/round trip in [\d.]+ s[\s\S]*enter checklist/, 'enter'],
];

test('practice is walked by keys alone, from nothing to every step green', async () => {
	const terminal = openProgram(['practice']);
	try {
		for (const [screen, key] of walk) {
			const shown = await terminal.waitFor(screen);
			expect(shown.split('\n')[0]).toMatch(/practice/i);
			if (key.startsWith('https:')) await terminal.type(key);
			else await terminal.press(key);
		}
		// The title may be drawn a moment before the rows.
		await terminal.waitFor(
			screen => screen.includes('10 of 10 done') && screen.match(/^[› ] done /gm)?.length === 10,
		);
		await terminal.press('q');
		expect(await terminal.exited).toEqual({code: 0, signal: undefined});
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.screen()).toContain('Practice ended; nothing of it is kept.');
	} finally {
		await terminal.close();
	}
}, 60_000);
