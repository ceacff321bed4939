import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {UserError} from '../../source/errors.js';
import type {LookoutLost} from '../../source/refresh/lookout-lost.js';
import {tokenBase} from '../../source/storage/token-base.js';
import {tokenStamp} from '../../source/storage/token-stamp.js';
import {createLookoutProcess} from '../../source/unattended/lookout-process.js';
import {createClock} from '../helpers/clock.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

/** Answers with its process number; what the settings say it does first. */
const standIn = `
	let rest = '';
	process.stdin.setEncoding('utf8').on('data', text => {
		const lines = (rest + text).split('\\n');
		rest = lines.pop();
		for (const line of lines) {
			const {id, verb, wish: {settings} = {}} = JSON.parse(line);
			const answer = value => process.stdout.write(JSON.stringify({id, ...value}) + '\\n');
			if (settings === 'hangs') continue;
			if (settings === 'stays') process.on('SIGTERM', () => answer({value: 'still here'}));
			if (settings === 'dies') process.kill(process.pid, 'SIGKILL');
			else if (settings === 'fails')
				answer({error: {message: 'No.', nextSteps: ['Try.'], exitCode: 3}});
			else if (verb === 'visit') {
				answer({part: 'one'});
				answer({part: 'two'});
				answer({});
			} else if (verb === 'tellAdmin') answer({value: {is: 'off', asked: id}});
			else if (settings !== 'stays') answer({value: process.pid});
		}
	});
`;

function world(
	command: readonly [string, ...string[]] = [process.execPath, '-e', standIn],
	limits?: Parameters<typeof createLookoutProcess>[0]['limits'],
) {
	const directory = temporaryDirectory();
	const controller = new AbortController();
	onTestFinished(() => controller.abort());
	const clock = createClock();
	const lookout = createLookoutProcess({
		command,
		directory,
		signal: controller.signal,
		watch: clock,
		limits,
	});
	return {
		lookout,
		directory,
		abort: () => controller.abort(),
		look: (settings: string) => lookout.look({settings, isFirst: false}) as Promise<unknown>,
		lost: (work: Promise<unknown>): Promise<LookoutLost> =>
			work.then(
				() => expect.fail('it was answered'),
				(error: LookoutLost) => error,
			),
		pass: clock.pass,
	};
}

test('what comes one after the other shares a process, which ends while nothing comes', async () => {
	const {lookout, look, pass} = world();
	expect(lookout.isAwake()).toBe(false);
	const [first, other] = await Promise.all([look('a'), look('b')]);
	expect(other).toBe(first);
	pass(900);
	expect(await look('c')).toBe(first);
	pass(900);
	expect(lookout.isAwake()).toBe(true);
	pass(100);
	expect(lookout.isAwake()).toBe(false);
	expect(await look('d')).not.toBe(first);
	const parts: string[] = [];
	await lookout.visit(part => parts.push(part));
	expect(parts).toEqual(['one', 'two']);
});

test('where many grants are kept the process stays, for five minutes without a question', async () => {
	const {lookout, look, pass} = world(undefined, {many: 2, questions: 1000});
	const first = await look('a');
	await lookout.visit(() => {});
	expect(await look('b')).toBe(first);
	pass(1000);
	expect(lookout.isAwake()).toBe(false);
	pass(299_000);
	expect(await look('c')).toBe(first);
	expect(lookout.isAwake()).toBe(true);
	pass(1000);
	pass(300_000);
	expect(await look('d')).not.toBe(first);
});

test('one that stays gives way to another after so many questions, once all are answered', async () => {
	const {lookout, look} = world(undefined, {many: 2, questions: 3});
	await lookout.visit(() => {});
	const [first, ...others] = await Promise.all([look('a'), look('b'), look('c')]);
	expect(others).toEqual([first, first]);
	const next = await look('d');
	expect(next).not.toBe(first);
	expect(await look('e')).toBe(next);
});

test('all that a killed process was at is lost with it, and another waits ever longer', async () => {
	const {look, lost, pass} = world();
	const [one, other] = await Promise.all([lost(look('hangs')), lost(look('dies'))]);
	expect(one).toBe(other);
	expect(one.message).toMatch(
		/^the process that renews tokens has ended with SIGKILL; another .* in \d s$/,
	);
	expect(one.retryMs).toBeGreaterThan(3000);
	expect(await lost(look('a'))).toBe(one);
	pass(one.retryMs);
	const second = await lost(look('dies'));
	expect(second).not.toBe(one);
	expect(second.retryMs).toBeGreaterThan(one.retryMs);
	pass(second.retryMs);
	expect(await look('a')).toEqual(expect.any(Number));
	// What was answered is a new beginning.
	expect((await lost(look('dies'))).retryMs).toBe(one.retryMs);
});

test('a process that does not start is lost too', async () => {
	const {look, lost} = world(['/nowhere/node']);
	expect((await lost(look('a'))).message).toMatch(/does not start: .*ENOENT/);
});

test('what the user can act on comes through as it was thrown', async () => {
	const {look} = world();
	const error: UserError = await look('fails').then(
		() => expect.fail('it was answered'),
		(thrown: UserError) => thrown,
	);
	expect(error).toMatchObject({
		name: 'UserError',
		message: 'No.',
		nextSteps: ['Try.'],
		exitCode: 3,
	});
});

test('the process ends with the watcher, also one that does not want to', async () => {
	const {look, lost, abort} = world();
	const hanging = lost(look('hangs'));
	abort();
	expect((await hanging).message).toContain('SIGTERM');
	await lost(look('a'));
	const stubborn = world();
	const answer = stubborn.look('stays');
	// Its first answer tells that it hears the signal.
	const other = stubborn.lost(stubborn.look('hangs'));
	await stubborn.lookout.visit(() => {});
	stubborn.abort();
	expect(await answer).toBe('still here');
	stubborn.pass(1000);
	expect((await other).message).toContain('SIGKILL');
});

test('stored tokens that are no others are told by their file', () => {
	const {lookout, directory} = world();
	mkdirSync(path.join(directory, 'tokens'));
	writeFileSync(`${tokenBase(directory, 'a')}.enc`, 'one');
	const stamp = tokenStamp(directory, 'a');
	expect(stamp).toEqual(expect.any(String));
	expect(lookout.isCurrent('a', {stamp})).toBe(true);
	writeFileSync(`${tokenBase(directory, 'a')}.enc`, 'other');
	expect(lookout.isCurrent('a', {stamp})).toBe(false);
	expect(lookout.isCurrent('b', {})).toBe(false);
});

test('whether anybody is to be told is looked at again when the settings change', async () => {
	const {lookout, directory} = world();
	expect(await lookout.tellAdmin()).toMatchObject({is: 'off', asked: 1});
	expect(await lookout.tellAdmin()).toEqual({is: 'off'});
	writeFileSync(path.join(directory, 'notify.json'), '{}');
	expect(await lookout.tellAdmin()).toMatchObject({asked: 2});
});
