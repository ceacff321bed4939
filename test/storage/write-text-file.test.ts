import {mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {replaceTextFile, writeTextFile} from '../../source/storage/write-text-file.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {userErrorOf} from './fixtures.js';

test('a text goes into a new file that others may read, and its path is given whole', async () => {
	const directory = temporaryDirectory();
	const file = await writeTextFile(` ${directory}/x/../sheet.txt `, 'grüße\n');
	expect(file).toBe(path.join(directory, 'sheet.txt'));
	expect(readFileSync(file, 'utf8')).toBe('grüße\n');
	expect(statSync(file).mode & 0o133).toBe(0);
});

test('what is there already stays as it is, be it a file, a directory or a link', async () => {
	const directory = temporaryDirectory();
	const target = path.join(directory, 'target');
	writeFileSync(path.join(directory, 'file'), 'old');
	mkdirSync(path.join(directory, 'folder'));
	symlinkSync(target, path.join(directory, 'link'));
	for (const name of ['file', 'folder', 'link']) {
		const {message} = await userErrorOf(() => writeTextFile(path.join(directory, name), 'new'));
		expect(message).toMatch(/There is a file .* already/);
	}
	expect(readFileSync(path.join(directory, 'file'), 'utf8')).toBe('old');
	expect(() => readFileSync(target)).toThrow();
});

test('a directory that is not there and no name at all are said in words', async () => {
	const {message} = await userErrorOf(() => writeTextFile('/nowhere/\u001B[31mx', ''));
	expect(message).toBe('There is no directory for /nowhere/x.');
	expect((await userErrorOf(() => writeTextFile('  ', ''))).message).toBe('No file is named.');
});

test('a text takes the place of an old one in one step, and of nothing else', async () => {
	const directory = temporaryDirectory();
	const file = path.join(directory, 'x.prom');
	await replaceTextFile(file, 'one');
	await replaceTextFile(file, 'two');
	expect(readFileSync(file, 'utf8')).toBe('two');
	mkdirSync(path.join(directory, 'folder'));
	await userErrorOf(() => replaceTextFile(path.join(directory, 'folder'), 'new'));
	expect(readdirSync(directory).toSorted()).toEqual(['folder', 'x.prom']);
});
