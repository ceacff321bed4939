import {setTimeout as delay} from 'node:timers/promises';
import {storedState} from '../helpers/stored-state.js';
import {median, openRawTerminal, type RawTerminal, verdict} from './raw-terminal.js';

// npm run bench keystroke: a key typed into a field at 100×30, beside the input boxes of dialog and whiptail.
const rounds = 5;
const typed = 'evmail.support.desk';
/** As a quick typist does; a key that comes while the last frame is drawn is another measure. */
const pauseMs = 60;

type Contender = {
	readonly name: string;
	readonly open: () => Promise<RawTerminal>;
};

const store = storedState('registered', 'provider');
const box = (command: string): Contender => ({
	name: command,
	async open() {
		const terminal = openRawTerminal({command, args: ['--inputbox', 'Mailbox', '10', '70']});
		await terminal.until(/ancel/);
		return terminal;
	},
});
const own = (name: string, keys: string): Contender => ({
	name,
	async open() {
		const terminal = openRawTerminal({
			command: process.execPath,
			args: store.args,
			env: store.env,
		});
		await terminal.until(/esc/);
		await terminal.quiet();
		terminal.write(keys);
		return terminal;
	},
});
const contenders = [
	box('dialog'),
	box('whiptail'),
	own('mailgrant, Name', '\u0015'),
	own('mailgrant, Mailbox, with the sentence about it', '\t\t\u0015'),
];
const measured = contenders.map(() => ({bytes: [] as number[], ms: [] as number[]}));
try {
	for (let round = 0; round < rounds; round++) {
		for (const [index, {open}] of contenders.entries()) {
			const terminal = await open();
			await terminal.quiet();
			for (const [place, key] of [...typed].entries()) {
				const before = terminal.bytes();
				const echo = terminal.until(new RegExp(key === '.' ? '\\.' : key));
				terminal.write(key);
				const ms = await echo;
				await delay(pauseMs);
				// The first key changes what stands in an empty field.
				if (place === 0) continue;
				measured[index]?.ms.push(ms);
				measured[index]?.bytes.push(terminal.bytes() - before);
			}
			await terminal.close();
		}
	}
} finally {
	store.remove();
}
const dialogBytes = median(measured[0]?.bytes ?? []);
for (const [index, {name}] of contenders.entries()) {
	const {bytes = [], ms = []} = measured[index] ?? {};
	console.log(
		`${name}: ${median(bytes)} bytes a key, at most ${Math.max(...bytes)}; echo after ${median(ms).toFixed(2)} ms, at most ${Math.max(...ms).toFixed(1)} (${ms.length} keys)`,
	);
}
for (const [index, {name}] of contenders.entries()) {
	if (!name.startsWith('mailgrant')) continue;
	const {bytes = [], ms = []} = measured[index] ?? {};
	console.log(verdict(`${name}: bytes (median), dialog's`, median(bytes), dialogBytes));
	console.log(verdict(`${name}: bytes (most), dialog's`, Math.max(...bytes), dialogBytes));
	console.log(verdict(`${name}: echo (median)`, median(ms), 5, ' ms'));
}
