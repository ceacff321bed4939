import {setTimeout as delay} from 'node:timers/promises';
import {storedState} from '../helpers/stored-state.js';
import {openRawTerminal, verdict} from './raw-terminal.js';

// npm run bench keys: 10,000 keys at machine speed into a field; what has to be there then is known.
const rounds = 3;
const count = 10_000;
/** A character stays of each five keys: a field takes no more than 4000. */
const keysOf = (digit: number) => `${digit}z\u007Fy\u007F`;
const keys = Array.from({length: count / 5}, (_, index) => keysOf(index % 10)).join('');
const wanted = Array.from({length: count / 5}, (_, index) => index % 10).join('');

for (let round = 0; round < rounds; round++) {
	const store = storedState('registered', 'provider');
	const terminal = openRawTerminal({command: process.execPath, args: store.args, env: store.env});
	await terminal.until(/esc/);
	await terminal.quiet();
	terminal.write('\u0015');
	await terminal.quiet();
	const before = terminal.bytes();
	const start = performance.now();
	terminal.write(keys);
	await terminal.quiet(500);
	const ms = performance.now() - start - 500;
	const bytes = terminal.bytes() - before;
	// Drafts are written when the field has been at rest for a while.
	await delay(1000);
	const texts = Object.values(store.grants.readDrafts()).flatMap(draft => Object.values(draft));
	await terminal.close();
	store.remove();
	const kept = texts.find(text => text.length > 10) ?? '';
	console.log(`${count} keys in ${ms.toFixed(0)} ms, ${bytes} bytes sent`);
	console.log(
		verdict('keys lost', kept === wanted ? 0 : Math.abs(wanted.length - kept.length) || 1, 0),
	);
	console.log(verdict('bytes sent, where each key alone sends one or more', bytes, count));
}
