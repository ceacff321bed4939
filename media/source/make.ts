import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {practiceWalk} from '../../test/helpers/practice-walk.js';
import {openTerminal, type TerminalWindow} from '../../test/helpers/pty.js';
import {type Cell, cellsOf} from './cell.js';
import {palettes} from './palette.js';
import {moving, still} from './picture.js';
import {steady} from './steady.js';

// npm run media: walks the built program through practice and draws what its screen shows. Everything that
// differs between two runs is made steady, so that a picture changes only with its screen.
const media = path.join(import.meta.dirname, '..');
const program = path.join(media, '../dist/mailgrant.js');
/** The clock of the pictures, for all of the program; Debian's package faketime. */
const clock = ['-f', '@2026-11-23 14:05:00', process.execPath, program];

const quietMs = 150;
/** A wait that is drawn anew each second. */
const clockTicks = /^waiting \d/m;

type Screen = readonly (readonly Cell[])[];
const stills = new Map<string, Screen>();
const frames: {readonly rows: Screen; readonly seconds: number}[] = [];

function open(args: readonly string[]) {
	return openTerminal({
		command: 'faketime',
		args: [...clock, ...args],
		env: {FORCE_COLOR: '1', TZ: 'UTC'},
		timeoutMs: 30_000,
	});
}

/** What is shown once nothing moves any more. */
async function settled(terminal: TerminalWindow): Promise<Screen> {
	for (;;) {
		const shown = terminal.output().length;
		await delay(quietMs);
		if (terminal.output().length === shown || clockTicks.test(terminal.screen())) break;
	}
	return terminal.rows().map(line => steady(cellsOf(line)));
}

async function walkPractice() {
	const terminal = open(['practice']);
	try {
		for (const [screen, key, name] of practiceWalk) {
			await terminal.waitFor(screen);
			const rows = await settled(terminal);
			frames.push({rows, seconds: name ? 2.4 : 1.2});
			if (name) stills.set(name, rows);
			if (key === 'apply' || key === 'reload') await terminal.type(key);
			else await terminal.press(key);
		}
		await terminal.waitFor(
			shown => shown.includes('15 of 15 done') && shown.match(/^[› ] done /gm)?.length === 15,
		);
		const rows = await settled(terminal);
		frames.push({rows, seconds: 5});
		stills.set('checklist-done', rows);
	} finally {
		await terminal.close();
	}
}

/** How a failure is told: a mailbox that may not send. */
const refused = /SMTP sign-in is off in the tenant +certain/;

async function meetFailure() {
	const terminal = open(['practice', '--fault', 'exo-smtp-tenant-disabled']);
	try {
		for (const [screen, key] of practiceWalk) {
			const shown = await terminal.waitFor(text => screen.test(text) || refused.test(text));
			if (refused.test(shown)) break;
			if (key === 'apply' || key === 'reload') await terminal.type(key);
			else await terminal.press(key);
		}
		stills.set('failure', await settled(terminal));
	} finally {
		await terminal.close();
	}
}

await walkPractice();
await meetFailure();
mkdirSync(media, {recursive: true});
for (const name of readdirSync(media)) if (name.endsWith('.svg')) rmSync(path.join(media, name));
for (const [look, palette] of Object.entries(palettes)) {
	for (const [name, rows] of stills) {
		const title =
			rows[0]
				?.map(({text}) => text)
				.join('')
				.replace(/ +/g, ' ')
				.trim() ?? name;
		writeFileSync(path.join(media, `${name}-${look}.svg`), still(rows, palette, title));
	}
	writeFileSync(
		path.join(media, `walk-${look}.svg`),
		moving(frames, palette, 'mailgrant walks through practice, from nothing to every step green'),
	);
}
console.log(`${stills.size} stills and a walk of ${frames.length} screens, dark and light`);
