import {execFileSync} from 'node:child_process';
import {appendFileSync, mkdirSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readSpool} from '../../source/spool/read-spool.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const {signal} = new AbortController();

test('mails that wait and mails that failed are counted, and nothing else', async () => {
	const directory = temporaryDirectory();
	for (const name of ['1.mail', '2.mail', '__3.mail', '.nfs0001', '_4']) {
		writeFileSync(path.join(directory, name), 'x');
	}
	mkdirSync(path.join(directory, '__archive'));
	utimesSync(path.join(directory, '1.mail'), 1000, 1000);
	expect(await readSpool({directory}, signal)).toEqual({
		waiting: 3,
		failed: 1,
		oldestWaitingAt: 1_000_000,
	});
});

test('an empty spool has none', async () => {
	expect(await readSpool({directory: temporaryDirectory()}, signal)).toMatchObject({
		waiting: 0,
		failed: 0,
	});
});

test('of a directory of logs the one written last is read, from the beginning of a line', async () => {
	const directory = temporaryDirectory();
	const logs = path.join(directory, 'logs');
	mkdirSync(logs);
	writeFileSync(path.join(logs, 'old.log'), 'old\n');
	utimesSync(path.join(logs, 'old.log'), 1, 1);
	const newest = path.join(logs, 'batch.log');
	for (let line = 0; line < 40_000; line++) appendFileSync(newest, `line ${line}\n`);
	const {log} = await readSpool({directory, log: logs}, signal);
	expect(log?.path).toBe(newest);
	expect(log?.text.length).toBeLessThanOrEqual(256 * 1024);
	expect(log?.text).toMatch(/^line \d+\n/);
	expect(log?.text.endsWith('line 39999\n')).toBe(true);
});

test('of a log of 50 GB only the end is read', async () => {
	const directory = temporaryDirectory();
	const log = path.join(directory, 'log');
	writeFileSync(log, '');
	truncateSync(log, 50_000_000_000);
	appendFileSync(log, '\nlast\n');
	expect((await readSpool({directory, log}, signal)).log?.text).toBe('last\n');
});

test('a log that is no UTF-8 is read as Latin-1', async () => {
	const directory = temporaryDirectory();
	const log = path.join(directory, 'log');
	writeFileSync(log, Buffer.from('Verbindung gestört\n', 'latin1'));
	expect((await readSpool({directory, log}, signal)).log?.text).toBe('Verbindung gestört\n');
});

test('what is not there, is a file or a pipe is told in words', async () => {
	const directory = temporaryDirectory();
	const file = path.join(directory, 'file');
	writeFileSync(file, '');
	const pipe = path.join(directory, 'pipe');
	execFileSync('mkfifo', [pipe]);
	await expect(readSpool({directory: `${directory}/no`}, signal)).rejects.toThrow(/is not there/);
	await expect(readSpool({directory: file}, signal)).rejects.toThrow(/not what the path says/);
	await expect(readSpool({directory, log: pipe}, signal)).rejects.toThrow(/not a plain file/);
});

test('an abort ends the counting', async () => {
	const directory = temporaryDirectory();
	writeFileSync(path.join(directory, 'a'), '');
	await expect(readSpool({directory}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
		'stopped',
	);
});
