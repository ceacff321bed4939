import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {newPassphrase} from '../../source/commands/ask-hidden.js';
import {createInput, typeInto} from '../../source/commands/input.js';
import {Interrupted} from '../../source/commands/interrupted.js';
import type {Invocation} from '../../source/commands/invocation.js';

const forever = new AbortController().signal;

function input() {
	const stream = new PassThrough();
	const modes: boolean[] = [];
	const terminal = Object.assign(stream, {
		isTTY: true,
		setRawMode(mode: boolean) {
			modes.push(mode);
			return terminal as never;
		},
	});
	return {stream, modes, read: createInput(() => terminal)};
}

const listenersOf = (stream: PassThrough) =>
	['data', 'end', 'error'].map(name => stream.listeners(name).length);

test.each([
	['abc\r', 'abc'],
	['abd\u007Fc\n', 'abc'],
	['x\u0015abc\r', 'abc'],
	['\u001B[200~a~=%"b c\u001B[201~\r', 'a~=%"b c'],
	['a\u001B[Db\r', 'ab'],
	['\u{1F511}\u007Fa\rrest', 'a'],
	['\u0004', ''],
])('%j typed without echo becomes %j', (keys, line) => {
	expect(typeInto('', keys)).toEqual({line, isEnded: true});
});

test('Ctrl+C at a hidden prompt interrupts and gives the terminal back', async () => {
	const {stream, modes, read} = input();
	const hidden = read.withoutEcho(() => read.readHidden(forever));
	stream.write('abc\u0003');
	await expect(hidden).rejects.toBeInstanceOf(Interrupted);
	expect(modes).toEqual([true, false]);
});

test('between the questions for a new passphrase nothing is echoed either', async () => {
	const {stream, modes, read} = input();
	const typed = ['short', 'correct horse', 'other horse', 'correct horse', 'correct horse'];
	const ask = () => queueMicrotask(() => void stream.write(`${typed.shift()}\r`));
	const output = {ask, tell: () => {}};
	const invocation = {input: read, output, options: {}, signal: forever};
	expect(await newPassphrase(invocation as unknown as Invocation, 'New:')).toBe('correct horse');
	expect(typed).toEqual([]);
	expect(modes).toEqual([true, false]);
});

test('a signal ends every reading, and no listener stays', async () => {
	for (const method of ['readAll', 'readLine', 'readHidden'] as const) {
		const {stream, read} = input();
		const before = listenersOf(stream);
		const controller = new AbortController();
		const reading = read[method](controller.signal);
		const reason = new Interrupted('SIGTERM');
		controller.abort(reason);
		await expect(reading).rejects.toBe(reason);
		expect(listenersOf(stream)).toEqual(before);
	}
});

test('standard input that does not end is cut off', async () => {
	const {stream, read} = input();
	const reading = read.readAll(forever);
	stream.write('x'.repeat(300_000));
	await expect(reading).rejects.toThrow(/longer than anything/);
});

test('lines that come together are one paste, the last with the end of the input', async () => {
	const {stream, read} = input();
	const {promise, resolve} = Promise.withResolvers<string>();
	read.readPastes(resolve);
	stream.write('http://localhost/callback?\n');
	stream.write('code=1&state=2');
	stream.end();
	expect(await promise).toBe('http://localhost/callback?\ncode=1&state=2');
});

test('a pasted line is given without an end of the input', async () => {
	const {stream, read} = input();
	const {promise, resolve} = Promise.withResolvers<string>();
	const end = read.readPastes(resolve);
	stream.write('http://localhost/callback?code=1\n');
	expect(await promise).toBe('http://localhost/callback?code=1\n');
	const before = stream.listeners('data').length;
	end();
	await Promise.resolve();
	expect(before).toBeGreaterThan(0);
});
