import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readTextFile} from '../../source/storage/read-text-file.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {userErrorOf} from './fixtures.js';

test('text is read up to the limit, and refused beyond', async () => {
	const file = path.join(temporaryDirectory(), 'client_secret.json');
	writeFileSync(file, '\uFEFFgrüße');
	expect(await readTextFile(file, 100)).toBe('grüße');
	writeFileSync(file, 'x'.repeat(100));
	expect(await readTextFile(file, 100)).toHaveLength(100);
	writeFileSync(file, 'x'.repeat(101));
	expect((await userErrorOf(() => readTextFile(file, 100))).message).toContain('larger than 100');
});

test('what is no plain file is refused without waiting for it', async () => {
	const directory = temporaryDirectory();
	const pipe = path.join(directory, 'pipe');
	execFileSync('mkfifo', [pipe]);
	for (const file of [directory, pipe, '/dev/zero']) {
		expect((await userErrorOf(() => readTextFile(file, 100))).message).toContain(
			'not a plain file',
		);
	}
});

test('a file that is not there is named, without its escape sequences', async () => {
	const error = await userErrorOf(() => readTextFile('/nowhere/\u001B[31mx', 100));
	expect(error.message).toBe('There is no file /nowhere/x.');
	await userErrorOf(() => readTextFile('', 100));
});
