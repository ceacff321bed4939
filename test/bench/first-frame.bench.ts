import {readFileSync} from 'node:fs';
import {storedState} from '../helpers/stored-state.js';
import {median, openRawTerminal, verdict} from './raw-terminal.js';

// npm run bench first-frame: from exec to the last row of the first screen, beside node with one word.
const rounds = Number(process.env.ROUNDS ?? 15);

const store = storedState('complete');
const form = storedState('registered', 'provider');
const fresh = storedState('fresh');
const run = (name: string, command: string, args: readonly string[], until: RegExp, env = {}) => ({
	name,
	command,
	args,
	until,
	env,
	ms: [] as number[],
	megabytes: [] as number[],
	bytes: 0,
});
const contenders = [
	// As long as it is looked at, so that its memory can be.
	run(
		'node, one word',
		process.execPath,
		['-e', 'console.log("word"); setTimeout(() => {}, 300)'],
		/word/,
	),
	run('dialog', 'dialog', ['--inputbox', 'x', '10', '70'], /ancel/),
	run('whiptail', 'whiptail', ['--inputbox', 'x', '10', '70'], /ancel/i),
	run('mailgrant, checklist', process.execPath, store.args, / leave/, store.env),
	run('mailgrant, form', process.execPath, form.args, / back/, form.env),
	run('mailgrant, empty store', process.execPath, fresh.args, / leave/, fresh.env),
	run(
		'mailgrant practice',
		process.execPath,
		[...fresh.args.slice(0, 1), 'practice'],
		/ leave/,
		fresh.env,
	),
];

async function once({command, args, until, env}: (typeof contenders)[number]) {
	const terminal = openRawTerminal({command, args, env, columns: 80, rows: 24});
	const ms = await terminal.until(until, 30_000);
	const status = readFileSync(`/proc/${terminal.pid}/status`, 'utf8');
	const megabytes = Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
	return {terminal, ms, megabytes};
}

try {
	for (const contender of contenders) {
		if (!contender.name.startsWith('mailgrant')) continue;
		// The compile cache is written at the end.
		const {terminal} = await once(contender);
		await terminal.quiet(300);
		terminal.write('\u0003');
		await terminal.ended;
	}
	for (let round = 0; round < rounds; round++) {
		for (const contender of contenders) {
			const {terminal, ms, megabytes} = await once(contender);
			contender.ms.push(ms);
			contender.megabytes.push(megabytes);
			contender.bytes = terminal.bytes();
			await terminal.close();
		}
	}
} finally {
	for (const each of [store, form, fresh]) each.remove();
}

const [word] = contenders;
const wordMs = median(word?.ms ?? []);
const wordMegabytes = median(word?.megabytes ?? []);
for (const {name, ms, megabytes, bytes} of contenders) {
	console.log(
		`${name}: ${median(ms).toFixed(0)} ms (${(median(ms) / wordMs).toFixed(2)}), ${median(megabytes).toFixed(0)} MB (${(median(megabytes) / wordMegabytes).toFixed(2)}), ${bytes} bytes`,
	);
}
for (const {name, ms, megabytes} of contenders.slice(3, 5)) {
	console.log(verdict(`${name}: time, of node with one word`, median(ms) / wordMs, 3.5));
	console.log(verdict(`${name}: memory, of the same`, median(megabytes) / wordMegabytes, 2));
}
