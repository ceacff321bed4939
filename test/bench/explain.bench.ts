import {
	closeSync,
	mkdtempSync,
	openSync,
	rmSync,
	statSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {telltales} from '../../source/diagnosis/scan/telltale.js';
import {logLines} from './log-lines.js';
import {type Measured, measure} from './measure.js';

// npm run bench explain: mailgrant explain over a generated log, beside grep with the same patterns.
const count = 1_000_000;
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-bench-'));
try {
	const log = path.join(directory, 'log');
	const file = openSync(log, 'w');
	for (const part of logLines(count)) writeSync(file, part);
	closeSync(file);
	const patterns = path.join(directory, 'patterns');
	writeFileSync(patterns, `${telltales.join('\n')}\n`);
	const megabytes = statSync(log).size / 1e6;
	// Once for the file cache, so that neither waits for the disk.
	await measure('cat', [], log);
	const grep = await measure('grep', ['-E', '-i', '-c', '-f', patterns], log);
	const explain = await measure(process.execPath, [program, 'explain', '--json'], log);
	if (explain.code !== 0) throw new Error(`explain ended with ${explain.code}`);
	const findings = JSON.parse(explain.stdout) as readonly {readonly count: number}[];
	const told = findings.reduce((sum, finding) => sum + finding.count, 0);
	console.log(`${count} lines, ${megabytes.toFixed(1)} MB`);
	console.log(row('grep -E -i -c -f', grep, megabytes, `${grep.stdout.trim()} lines to look at`));
	console.log(
		row('mailgrant explain', explain, megabytes, `${findings.length} failures, told ${told} times`),
	);
	const memory =
		explain.peakBytes && grep.peakBytes ? (explain.peakBytes / grep.peakBytes).toFixed(1) : '?';
	console.log(
		`explain to grep: speed ${(grep.seconds / explain.seconds).toFixed(2)}, peak memory ${memory}`,
	);
} finally {
	rmSync(directory, {recursive: true, force: true});
}

function row(name: string, {seconds, peakBytes}: Measured, megabytes: number, what: string) {
	const peak = peakBytes === undefined ? '?' : (peakBytes / 1e6).toFixed(0);
	return `${name.padEnd(18)} ${seconds.toFixed(2)} s, ${(megabytes / seconds).toFixed(1)} MB/s, peak ${peak} MB; ${what}`;
}
