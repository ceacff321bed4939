import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	readdirSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now, recordOf, storesIn, userErrorOf} from './fixtures.js';

const isRoot = process.geteuid?.() === 0;

async function filled(name = 'mail grant') {
	const directory = path.join(temporaryDirectory(), name);
	const {grants, secrets} = storesIn(directory);
	await grants.write(recordOf('a'));
	await secrets.update('a', () => ({clientSecret: {value: 'x', setAt: now}}));
	return {directory, grants, secrets};
}

/** Runs the command that an error advises, as the admin would. */
const obey = (step: string | undefined) =>
	execFileSync('sh', ['-c', step?.replace(/^[^:]*: (?:sudo )?/, '') ?? 'false']);

test.each(['755', '750', '701', '770', '777'])(
	'a directory of mode %s is refused, with the command that mends it',
	async mode => {
		const {directory, grants} = await filled(`it's a "directory"`);
		chmodSync(directory, Number.parseInt(mode, 8));
		const error = await userErrorOf(() => storesIn(directory));
		expect(error.message).toContain(`${directory} is open to other users`);
		await userErrorOf(() => grants.list());
		await userErrorOf(() => grants.write(recordOf('b')));
		obey(error.nextSteps[0]);
		expect(statSync(directory).mode & 0o7777).toBe(0o700);
		expect(storesIn(directory).grants.list()).toHaveLength(1);
	},
);

test.each(['grants.json', 'secrets.enc', 'key'])(
	'a loose %s is refused, with the command that mends it',
	async name => {
		const {directory} = await filled();
		const file = path.join(directory, name);
		chmodSync(file, 0o640);
		const error = await userErrorOf(() => {
			storesIn(directory);
		});
		expect(error.message).toContain(`${file} is open to other users (mode 0640)`);
		expect(error.nextSteps[0]).toBe(`Close it: chmod 600 '${file}'`);
		obey(error.nextSteps[0]);
		expect(storesIn(directory).secrets.facts('a').clientSecret?.length).toBe(1);
	},
);

test.skipIf(!isRoot)('what belongs to another user is refused', async () => {
	const {directory} = await filled('owned');
	for (const owned of [directory, path.join(directory, 'grants.json')]) {
		chownSync(owned, 4711, 0);
		const error = await userErrorOf(() => storesIn(directory));
		expect(error.message).toContain(`${owned} belongs to user 4711`);
		obey(error.nextSteps[1]);
		expect(storesIn(directory).grants.list()).toHaveLength(1);
	}
});

test('a directory that lies where others may write is refused, unless that is sticky', async () => {
	const parent = temporaryDirectory();
	const directory = path.join(parent, 'mailgrant');
	for (const mode of [0o777, 0o770]) {
		chmodSync(parent, mode);
		const error = await userErrorOf(() => storesIn(directory));
		expect(error.message).toContain(`Others may write to ${parent}`);
		expect(error.nextSteps[0]).toBe(`Close it: chmod go-w ${parent}`);
	}
	chmodSync(parent, 0o1777);
	const {grants} = storesIn(directory);
	await grants.write(recordOf('a'));
	chmodSync(parent, 0o777);
	await userErrorOf(() => grants.list());
	chmodSync(parent, 0o755);
	expect(grants.list()).toHaveLength(1);
});

test('everybody may write further up: refused, also before anything is there', async () => {
	const above = temporaryDirectory();
	chmodSync(above, 0o777);
	mkdirSync(path.join(above, 'closed'), {mode: 0o755});
	const error = await userErrorOf(() => storesIn(path.join(above, 'closed', 'a', 'b')));
	expect(error.message).toContain(`Others may write to ${above} `);
});

test('a link to a loose directory, or to nowhere, is refused', async () => {
	const parent = temporaryDirectory();
	mkdirSync(path.join(parent, 'loose'), {mode: 0o755});
	symlinkSync('loose', path.join(parent, 'to-loose'));
	symlinkSync('nowhere', path.join(parent, 'to-nowhere'));
	expect((await userErrorOf(() => storesIn(path.join(parent, 'to-loose')))).message).toContain(
		'open',
	);
	expect((await userErrorOf(() => storesIn(path.join(parent, 'to-nowhere')))).message).toContain(
		'link',
	);
	expect(readdirSync(parent)).not.toContain('nowhere');
});

test('a link that others can replace is refused', async () => {
	const parent = temporaryDirectory();
	await storesIn(path.join(parent, 'real')).grants.write(recordOf('a'));
	mkdirSync(path.join(parent, 'open'));
	symlinkSync('../real', path.join(parent, 'open', 'link'));
	chmodSync(path.join(parent, 'open'), 0o777);
	const error = await userErrorOf(() => storesIn(path.join(parent, 'open', 'link')));
	expect(error.message).toContain(`Others may write to ${path.join(parent, 'open')} `);
});

test('a file in the place of the directory, or above it, is refused', async () => {
	const file = path.join(temporaryDirectory(), 'file');
	writeFileSync(file, '');
	expect((await userErrorOf(() => storesIn(file))).message).toContain('not a directory');
	const error = await userErrorOf(() => storesIn(path.join(file, 'mailgrant')));
	expect(error.message).toContain('a part of its path is a file');
});
