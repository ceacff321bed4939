import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {type Expected, openTerminal} from '../helpers/pty.js';
import {openShapedLine} from '../helpers/shaped-line.js';
import {startSsh, whyNoSsh} from '../interop/rig/ssh.js';

// npm run bench slow-line: the screens over SSH on a line of 300 ms and 9600 bit/s, beside one without a limit.
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const slow = {delayMs: 150, bytesPerSecond: 1200};
const fast = {delayMs: 0, bytesPerSecond: 100_000_000};

type Step = {
	readonly what: string;
	readonly kind: 'start' | 'echo' | 'screen';
	readonly keys: readonly string[];
	readonly until: Expected;
};

const steps: readonly Step[] = [
	{what: 'first screen', kind: 'start', keys: [], until: /q leave/},
	{what: 'open a form', kind: 'screen', keys: ['enter'], until: /Email Address[\s\S]*esc back/},
	{what: 'next field', kind: 'echo', keys: ['tab'], until: /› Email Token Type/},
	{what: 'next field', kind: 'echo', keys: ['tab'], until: /› Email Address/},
	{what: 'a letter', kind: 'echo', keys: ['x'], until: /› Email Address +x/},
	{what: 'another letter', kind: 'echo', keys: ['y'], until: /› Email Address +xy/},
	{what: 'back', kind: 'screen', keys: ['escape'], until: /q leave/},
	{what: 'the row below', kind: 'echo', keys: ['down'], until: /^›.* 2 /m},
	{what: 'the row below', kind: 'echo', keys: ['down'], until: /^›.* 3 /m},
	{what: 'help page', kind: 'screen', keys: ['?'], until: /Help:[\s\S]*esc close/},
	{what: 'close it', kind: 'screen', keys: ['escape'], until: /q leave/},
];

type Measured = {readonly seconds: number; readonly bytes: number};

/** The walk over one line: when each step is to be seen, and how many bytes arrived until the line was quiet. */
async function walk(
	sshPort: number,
	words: readonly string[],
	line: typeof slow,
): Promise<readonly Measured[]> {
	const shaped = await openShapedLine({to: sshPort, ...line});
	const terminal = openTerminal({
		command: '/usr/bin/ssh',
		args: ['-tt', ...words.map(word => (word === String(sshPort) ? String(shaped.port) : word))],
		timeoutMs: 60_000,
	});
	const measured: Measured[] = [];
	try {
		// The handshake of SSH is none of the program's business.
		await terminal.waitFor('ready');
		for (const {keys, until} of steps) {
			const before = shaped.received();
			const began = performance.now();
			terminal.write(keys.map(key => bytes[key] ?? key).join('') || '\r');
			await terminal.waitFor(until);
			const seconds = (performance.now() - began) / 1000;
			while (!shaped.isQuiet()) await delay(20);
			await delay(2 * line.delayMs + 200);
			measured.push({seconds, bytes: shaped.received() - before});
		}
	} finally {
		await terminal.close();
		shaped.close();
	}
	return measured;
}

const bytes: Readonly<Record<string, string>> = {
	enter: '\r',
	tab: '\t',
	down: '\u001B[B',
	escape: '\u001B[27u',
};

const why = whyNoSsh();
if (why) {
	console.log(`left out: ${why}`);
} else {
	const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-line-'));
	const ssh = await startSsh(path.join(directory, 'ssh'));
	try {
		const command = (name: string) =>
			`stty -echo; echo ready; read x; stty echo; exec env LANG=C.UTF-8 '${process.execPath}' '${program}' --config '${directory}/${name}'`;
		const slowly = await walk(ssh.port, [...ssh.login, command('slow')], slow);
		const packed = await walk(ssh.port, ['-C', ...ssh.login, command('packed')], slow);
		const quickly = await walk(ssh.port, [...ssh.login, command('fast')], fast);
		const row = (...cells: readonly string[]) =>
			console.log(
				cells.map((cell, index) => (index === 0 ? cell.padEnd(16) : cell.padStart(9))).join(''),
			);
		row('', 'bytes', 'seconds', 'bytes -C', 'seconds', 'no limit');
		for (const [index, {what}] of steps.entries()) {
			const [one, two, three] = [slowly[index], packed[index], quickly[index]];
			if (!one || !two || !three) continue;
			row(
				what,
				String(one.bytes),
				one.seconds.toFixed(2),
				String(two.bytes),
				two.seconds.toFixed(2),
				three.seconds.toFixed(2),
			);
		}
		const worst = (kind: Step['kind'], list: readonly Measured[]) =>
			Math.max(
				...list.filter((_, index) => steps[index]?.kind === kind).map(({seconds}) => seconds),
			);
		for (const [kind, limit] of [
			['echo', 1],
			['screen', 3],
		] as const) {
			const most = worst(kind, slowly);
			console.log(`slowest ${kind}: ${most.toFixed(2)} s; usable up to ${limit} s`);
			if (most > limit) process.exitCode = 1;
		}
	} finally {
		await ssh.stop();
		rmSync(directory, {recursive: true, force: true});
	}
}
