import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {takeTurn} from '../../source/quick-token/turn.js';
import {thisHolder} from '../../source/storage/lock-holder.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

/** Of a grant whose token has just ended. */
function grant() {
	const base = path.join(temporaryDirectory(), 'grant');
	const file = `${base}.turn`;
	return {
		base,
		file,
		/** What another process has left there. */
		leave: (text: string) => writeFileSync(file, text, {mode: 0o600}),
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
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({pid: process.pid});
	const others = [waiting(), waiting()];
	expect(others.map(other => other.isOver())).toEqual([false, false]);
	turn.leave();
	expect(others.map(other => other.isOver())).toEqual([true, true]);
	expect(takeTurn(base).is).toBe('taken');
});

test('what is left twice is no fault', () => {
	const {base, file} = grant();
	const turn = takeTurn(base);
	if (turn.is !== 'taken') return expect.fail('nobody else has it');
	turn.leave();
	expect(turn.leave).not.toThrow();
	expect(existsSync(file)).toBe(false);
});

test('the turn of a killed process is over, and free again', () => {
	const {base, file, leave, waiting} = grant();
	leave(JSON.stringify({...thisHolder(), pid: endedPid()}));
	expect(waiting().isOver()).toBe(true);
	expect(existsSync(file)).toBe(false);
	expect(takeTurn(base).is).toBe('taken');
});

test('a later process with the same number does not hold it', () => {
	const {leave, waiting} = grant();
	leave(JSON.stringify({...thisHolder(), started: '1'}));
	expect(waiting().isOver()).toBe(true);
});

test.each(['', '{"pid":', '[]', '"text"'])(
	'while %j is being written there is somebody to wait for, a second long',
	text => {
		const {file, leave, waiting} = grant();
		leave(text);
		const turn = waiting();
		expect(turn.isOver()).toBe(false);
		const before = (Date.now() - 1001) / 1000;
		utimesSync(file, before, before);
		expect(turn.isOver()).toBe(true);
	},
);

test('where nothing can be written it says so, and waits for nobody', () => {
	const {base} = grant();
	expect(() => takeTurn(path.join(base, 'nowhere', 'grant'))).toThrow('ENOENT');
});
