import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, type TestContext, test} from 'vitest';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn, now, recordOf, storesIn, userErrorOf} from './fixtures.js';

/** A file system of a few pages; skips the test where none can be mounted. */
function tinyDisk({skip}: TestContext) {
	const mount = path.join(temporaryDirectory(), 'disk');
	mkdirSync(mount, {mode: 0o700});
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', mount], {
			stdio: 'ignore',
		});
	} catch {
		skip('no file system can be mounted here');
	}
	onTestFinished(() => {
		execFileSync('umount', [mount]);
	});
	return {
		mount,
		directory: path.join(mount, 'mailgrant'),
		remountReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', mount]),
	};
}

/** Leaves less room than the file needs, so that a part of it would be written. */
function fill(mount: string, leave: number) {
	const ballast = path.join(mount, 'ballast');
	for (let size = 0; ; size += 4096) {
		try {
			writeFileSync(ballast, Buffer.alloc(4096), {flag: 'a'});
		} catch {
			break;
		}
		if (size > 1_000_000) expect.fail('the disk has no end');
	}
	const {length} = readFileSync(ballast);
	writeFileSync(ballast, Buffer.alloc(Math.floor(length / 4096) * 4096 - leave));
}

// What fits into no page, into one, and into one beside the temporary file.
test.for([0, 4096, 8192])(
	'a disk with %i bytes left keeps the old files whole',
	async (leave, context) => {
		const {mount, directory} = tinyDisk(context);
		const {grants, secrets} = storesIn(directory);
		const long = 'x'.repeat(9000);
		await grants.write(recordOf('a'));
		await secrets.update('a', () => ({
			clientSecret: {value: 'first', setAt: now},
			tokens: tokensOf('first'),
		}));
		const before = filesIn(directory);
		const bytes = before.map(name => readFileSync(path.join(directory, name)));
		fill(mount, leave);
		for (const work of [
			() => grants.writeDrafts({'a/client': {scope: long}}),
			() => secrets.update('a', () => ({clientSecret: {value: long, setAt: now}})),
			() => secrets.updateTokens('a', () => ({tokens: tokensOf(long)})),
		]) {
			const error = await userErrorOf(work);
			expect(error.message).toMatch(/can't be written: the disk is (probably )?full/);
			expect(error.nextSteps[0]).toContain('df -h');
		}
		expect(filesIn(directory)).toEqual(before);
		expect(before.map(name => readFileSync(path.join(directory, name)))).toEqual(bytes);
		rmSync(path.join(mount, 'ballast'));
		grants.writeDrafts({'a/client': {scope: long}});
		await secrets.updateTokens('a', () => ({tokens: tokensOf(long)}));
		expect(secrets.read('a').tokens?.accessToken).toHaveLength(9000);
		expect(grants.readDrafts()['a/client']?.scope).toHaveLength(9000);
	},
);

test('a disk that is full from the start leaves nothing behind but the directory', async context => {
	const {mount, directory} = tinyDisk(context);
	mkdirSync(directory, {mode: 0o700});
	fill(mount, 0);
	const {grants, secrets} = storesIn(directory);
	await userErrorOf(() => grants.write(recordOf('a')));
	await userErrorOf(() => secrets.update('a', () => ({clientSecret: {value: 'x', setAt: now}})));
	expect(filesIn(directory)).toEqual([]);
});

test('a read-only disk can be read, and says why it can not be written', async context => {
	const {mount, directory, remountReadOnly} = tinyDisk(context);
	const {grants, secrets} = storesIn(directory);
	await grants.write(recordOf('a'));
	await secrets.update('a', () => ({clientSecret: {value: 'x', setAt: now}}));
	remountReadOnly();
	expect(grants.list()).toHaveLength(1);
	expect(secrets.read('a').clientSecret?.value).toBe('x');
	for (const work of [
		() => grants.write(recordOf('b')),
		() => secrets.update('a', () => ({})),
		() => secrets.exclusively('a', async () => {}),
		() => storesIn(path.join(mount, 'other')).grants.write(recordOf('b')),
	]) {
		const error = await userErrorOf(work);
		expect(error.message).toContain('its file system is read-only');
		expect(error.nextSteps.join(' ')).toContain('--config');
	}
});

const tokensOf = (accessToken: string) =>
	({accessToken, obtainedAt: 0, expiresAt: 1, scopes: [], flow: 'browser'}) as const;
