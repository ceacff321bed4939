import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {patchProperties} from '../../source/extraview/properties/patch-properties.js';
import {
	readPropertiesFile,
	writePropertiesFile,
} from '../../source/properties-file/properties-file.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const now = Date.UTC(2026, 10, 23, 21, 0, 0);
const isRoot = process.geteuid?.() === 0;

function fileWith(bytes: string | Buffer, mode = 0o640) {
	const file = path.join(temporaryDirectory(), 'BatchMail.properties');
	writeFileSync(file, bytes);
	chmodSync(file, mode);
	return file;
}

test('any bytes are written back as they were read', async () => {
	const file = fileWith('');
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({min: 1, maxLength: 200}), async bytes => {
			writeFileSync(file, bytes);
			const read = await readPropertiesFile(file);
			expect(Buffer.from(read.text, read.encoding).equals(Buffer.from(bytes))).toBe(true);
		}),
	);
});

test('Latin-1 and UTF-8 keep their bytes around a changed value', async () => {
	for (const encoding of ['latin1', 'utf8'] as const) {
		const before = Buffer.from('# für café\r\nHOST=alt\r\nNAME=größe  \r\n', encoding);
		const file = fileWith(before);
		const read = await readPropertiesFile(file);
		expect(read.encoding).toBe(encoding);
		await writePropertiesFile(read, patchProperties(read.text, [{key: 'HOST', value: 'ü'}]), now);
		const expected = before.toString('latin1').replace('=alt', '=\\u00FC');
		expect(readFileSync(file).toString('latin1')).toBe(expected);
	}
});

test('a byte order mark stays, since Java reads it as part of the first key', async () => {
	const file = fileWith('\uFEFFA=1\n');
	const read = await readPropertiesFile(file);
	expect(read.text).toBe('\uFEFFA=1\n');
	await writePropertiesFile(read, `${read.text}B=2\n`, now);
	expect(readFileSync(file, 'utf8')).toBe('\uFEFFA=1\nB=2\n');
});

test('the old file stays beside the new one, with its mode', async () => {
	const file = fileWith('A=1\n', 0o640);
	const read = await readPropertiesFile(file);
	const {backup} = await writePropertiesFile(read, 'A=2\n', now);
	expect(backup).toBe(`${read.path}.2026-11-23T210000Z.bak`);
	expect([readFileSync(backup, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['A=1\n', 'A=2\n']);
	expect([backup, file].map(each => statSync(each).mode & 0o777)).toEqual([0o640, 0o640]);
	const again = await writePropertiesFile({...read, text: 'A=2\n'}, 'A=3\n', now);
	expect(again.backup).not.toBe(backup);
	expect(readdirSync(path.dirname(file))).toHaveLength(3);
});

test.skipIf(!isRoot)('owner and group stay', async () => {
	const file = fileWith('A=1\n');
	chownSync(file, 1234, 2345);
	const {backup} = await writePropertiesFile(await readPropertiesFile(file), 'A=2\n', now);
	for (const each of [file, backup]) expect(statSync(each)).toMatchObject({uid: 1234, gid: 2345});
});

test('a link is followed, and stays a link', async () => {
	const file = fileWith('A=1\n');
	const link = path.join(path.dirname(file), 'link');
	symlinkSync(file, link);
	await writePropertiesFile(await readPropertiesFile(link), 'A=2\n', now);
	expect(readFileSync(file, 'utf8')).toBe('A=2\n');
	expect(readFileSync(link, 'utf8')).toBe('A=2\n');
});

test('a file that somebody changed meanwhile is not written over', async () => {
	const file = fileWith('A=1\n');
	const read = await readPropertiesFile(file);
	writeFileSync(file, 'A=theirs\n');
	await expect(writePropertiesFile(read, 'A=2\n', now)).rejects.toThrow(/changed meanwhile/);
	expect(readdirSync(path.dirname(file))).toEqual(['BatchMail.properties']);
	expect(readFileSync(file, 'utf8')).toBe('A=theirs\n');
});

test('what can’t be properties is refused in words', async () => {
	const file = fileWith('A=1\n');
	const directory = path.dirname(file);
	const refused = (name: string) => expect(readPropertiesFile(path.join(directory, name))).rejects;
	await refused('missing').toThrow(/is not there/);
	mkdirSync(path.join(directory, 'sub'));
	await refused('sub').toThrow(/not a plain file/);
	writeFileSync(path.join(directory, 'binary'), 'A=\0');
	await refused('binary').toThrow(/NUL characters/);
	writeFileSync(path.join(directory, 'huge'), '');
	truncateSync(path.join(directory, 'huge'), 50_000_000_000);
	await refused('huge').toThrow(/larger than 1 MB/);
	execFileSync('mkfifo', [path.join(directory, 'pipe')]);
	await refused('pipe').toThrow(/not a plain file/);
	await expect(readPropertiesFile('')).rejects.toThrow(/No file is named/);
	symlinkSync('loop', path.join(directory, 'loop'));
	await refused('loop').toThrow(/not what the path says/);
});
