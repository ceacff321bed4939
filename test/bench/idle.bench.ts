import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {storedState} from '../helpers/stored-state.js';
import {openRawTerminal, type RawTerminal, verdict} from './raw-terminal.js';

// npm run bench idle: what is sent and how often the process wakes while nothing moves, and while a clock goes.
const seconds = 20;

type Contender = {readonly name: string; readonly open: () => Promise<RawTerminal>};

const still = storedState('complete');
const waiting = storedState('signing-in', 'sign-in');
await waiting.keepSecret('A client secret of this length, say');
const own = ({args, env}: typeof still, until: RegExp): RawTerminal & {ready: Promise<number>} => {
	const terminal = openRawTerminal({command: process.execPath, args, env});
	return {...terminal, ready: terminal.until(until)};
};
const contenders: readonly Contender[] = [
	{
		name: 'node with a timer that is never due',
		open: async () =>
			openRawTerminal({command: process.execPath, args: ['-e', 'setInterval(() => {}, 1e8)']}),
	},
	{
		name: 'dialog',
		async open() {
			const terminal = openRawTerminal({command: 'dialog', args: ['--inputbox', 'x', '10', '70']});
			await terminal.until(/ancel/);
			return terminal;
		},
	},
	{
		name: 'mailgrant, checklist',
		async open() {
			const terminal = own(still, /leave/);
			await terminal.ready;
			return terminal;
		},
	},
	{
		name: 'mailgrant, sign-in with its clock',
		async open() {
			const terminal = own(waiting, /waiting \d/);
			await terminal.ready;
			return terminal;
		},
	},
];

try {
	// Beside one another, so that each has the same machine.
	const results = await Promise.all(
		contenders.map(async ({name, open}) => {
			const terminal = await open();
			// The compile cache is written, and V8 looks once more, eight seconds after the last of its collections.
			await delay(12_000);
			const [bytes, wakes] = [terminal.bytes(), wakesOf(terminal.pid)];
			await delay(seconds * 1000);
			const result = {
				name,
				bytes: (terminal.bytes() - bytes) / seconds,
				wakes: (wakesOf(terminal.pid) - wakes) / seconds,
			};
			await terminal.close();
			return result;
		}),
	);
	for (const {name, bytes, wakes} of results) {
		console.log(`${name}: ${bytes.toFixed(1)} bytes and ${wakes.toFixed(2)} wakes a second`);
	}
	const [bare, , idle, clock] = results;
	console.log(verdict('idle: bytes', idle?.bytes ?? Number.NaN, 0));
	console.log(
		verdict('idle: wakes a second, of bare node', idle?.wakes ?? Number.NaN, bare?.wakes ?? 0),
	);
	console.log(verdict('clock: bytes a tick', clock?.bytes ?? Number.NaN, 40));
} finally {
	still.remove();
	waiting.remove();
}

/** How often its threads went to sleep of themselves; proc(5). */
function wakesOf(pid: number): number {
	return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
		const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
		return sum + Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
	}, 0);
}
