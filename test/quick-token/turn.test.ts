import {spawnSync} from 'node:child_process';
import {lstatSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {takeTurn} from '../../source/quick-token/turn.js';
import {readHolder, thisHolder} from '../../source/storage/lock-holder.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

/** Of a grant whose token has just ended. */
function grant() {
	const base = path.join(temporaryDirectory(), 'grant');
	const file = `${base}.turn`;
	return {
		base,
		file,
		/** What another process has left there. */
		leave: (holder: string) => symlinkSync(holder, file),
		isThere: () => lstatSync(file, {throwIfNoEntry: false}) !== undefined,
		waiting() {
			const turn = takeTurn(base);
			if (turn.is !== 'waiting') return expect.fail('it was taken');
			return turn;
		},
	};
}

/** The number of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ['--version']).pid;

test('one takes the turn, all others wait until it is left', () => {
	const {base, file, waiting} = grant();
	const turn = takeTurn(base);
	if (turn.is !== 'taken') return expect.fail('nobody else has it');
	expect(readHolder(file)).toMatchObject({pid: process.pid});
	const others = [waiting(), waiting()];
	expect(others.map(other => other.isOver())).toEqual([false, false]);
	turn.leave();
	expect(others.map(other => other.isOver())).toEqual([true, true]);
	expect(takeTurn(base).is).toBe('taken');
});

test('what is left twice is no fault', () => {
	const {base, isThere} = grant();
	const turn = takeTurn(base);
	if (turn.is !== 'taken') return expect.fail('nobody else has it');
	turn.leave();
	expect(turn.leave).not.toThrow();
	expect(isThere()).toBe(false);
});

/** The name of this process, with one word of it changed. */
const holderWith = (index: number, word: string | number) =>
	thisHolder().split(' ').with(index, String(word)).join(' ');

test('the turn of a killed process is over, and free again', () => {
	const {base, isThere, leave, waiting} = grant();
	leave(holderWith(0, endedPid()));
	expect(waiting().isOver()).toBe(true);
	expect(isThere()).toBe(false);
	expect(takeTurn(base).is).toBe('taken');
});

test('a later process with the same number does not hold it', () => {
	const {leave, waiting} = grant();
	leave(holderWith(1, 1));
	expect(waiting().isOver()).toBe(true);
});

test.each(['-', '{"pid":1}', '0 1 2 host', '1 2 3', 'x'.repeat(3000)])(
	'a link that names nobody holds up nobody: %j',
	text => {
		const {isThere, leave, waiting} = grant();
		leave(text);
		expect(waiting().isOver()).toBe(true);
		expect(isThere()).toBe(false);
	},
);

test('a file that an earlier version has left holds up nobody', () => {
	const {file, isThere, waiting} = grant();
	writeFileSync(file, `{"pid":${process.pid}}`);
	expect(waiting().isOver()).toBe(true);
	expect(isThere()).toBe(false);
});

test('where nothing can be written it says so, and waits for nobody', () => {
	const {base} = grant();
	expect(() => takeTurn(path.join(base, 'nowhere', 'grant'))).toThrow('ENOENT');
});
