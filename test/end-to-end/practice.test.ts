import {expect, test} from 'vitest';
import {openProgram} from './program.js';

/** What is waited for, and the key that it asks for. */
const walk: readonly (readonly [RegExp, string])[] = [
	[/needs you {2}1 {2}Provider and mailbox/, 'enter'],
	[/Email Token Name/, 'ctrl+p'],
	[/Email Address +evmail@practice\.example/, 'enter'],
	[/› needs you {2}2 {2}Mail service from here/, 'enter'],
	[/clock .*\n[\s\S]*enter go on to 3/, 'enter'],
	[/3 {2}Instance, redirect URI[\s\S]*p practice URL/, 'p'],
	[/base URL +https:\/\/localhost:\d+\/evj[\s\S]*enter it is the same/, 'enter'],
	[/you said so[\s\S]*enter go on to 4/, 'enter'],
	[
		/The mount points are missing[\s\S]*JkMount \/evj\/OAuth2 tomcat1[\s\S]*enter write them/,
		'enter',
	],
	[/Type apply to[\s\S]*› Word/, 'apply'],
	[/› Word +apply/, 'enter'],
	[/there, and not in force[\s\S]*enter reload/, 'enter'],
	[/Type reload to run[\s\S]*› Word/, 'reload'],
	[/› Word +reload/, 'enter'],
	[/Tomcat answers[\s\S]*enter go on to 5/, 'enter'],
	[/5 {2}Register the application[\s\S]*say all done/, 'y'],
	[/you said so[\s\S]*enter go on to 6/, 'enter'],
	[/6 {2}Redirect URI[\s\S]*y say registered/, 'y'],
	[/you said so[\s\S]*enter go on to 7/, 'enter'],
	[/7 {2}IDs and secret/, 'ctrl+p'],
	[/Recognised: [\s\S]*enter save and verify/, 'enter'],
	[/Client Secret {2}is right[\s\S]*enter go on to 8/, 'enter'],
	[/listening on localhost:8765/, 'b'],
	[/as evmail@practice\.example[\s\S]*enter go on to 9/, 'enter'],
	[/Email Token Type +Microsoft Azure[\s\S]*y say entered/, 'y'],
	[/you said so[\s\S]*enter go on to 10/, 'enter'],
	[/10 {2}EVMail[\s\S]*p practice text/, 'p'],
	[/1 value to carry over, 2 questions[\s\S]*enter answer 4/, 'enter'],
	[/2 values to carry over, 1 question [\s\S]*enter answer 5/, 'enter'],
	[/3 values to carry over[\s\S]*enter copy new text/, 'enter'],
	[/enter saved there/, 'enter'],
	[/you said so[\s\S]*enter go on to 11/, 'enter'],
	[/11 {2}BatchMail[\s\S]*p practice text/, 'p'],
	[/2 questions[\s\S]*Spool: 2 mails wait, 1 mail failed[\s\S]*enter answer/, '1'],
	[/1 question [\s\S]*enter answer/, '1'],
	[/6 properties, as this grant wants them[\s\S]*enter go on to 12/, 'enter'],
	[/12 {2}From addresses[\s\S]*p practice addresses/, 'p'],
	[/notify@practice\.example[\s\S]*enter send from each/, 'enter'],
	[/all 4 may be used[\s\S]*enter go on to 13/, 'enter'],
	[/\d messages in the mailbox[\s\S]*enter go on to 14/, 'enter'],
	[/enter send/, 'enter'],
	[/round trip in [\d.]+ s[\s\S]*enter go on to 15/, 'enter'],
	[/15 {2}Stays alive[\s\S]*enter renew now/, 'enter'],
	[/renewed, with nobody at the browser[\s\S]*enter checklist/, 'enter'],
];

test('practice is walked by keys alone, from nothing to every step green', async () => {
	const terminal = openProgram(['practice']);
	try {
		for (const [screen, key] of walk) {
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
