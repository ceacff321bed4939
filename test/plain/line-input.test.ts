import {PassThrough} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createLineInput, quietMs} from '../../source/plain/line-input.js';

function open(isTTY = false) {
	const raw: boolean[] = [];
	const stream = Object.assign(new PassThrough(), {
		isTTY,
		setRawMode: (isRaw: boolean) => raw.push(isRaw),
	});
	let interrupts = 0;
	let cuts = 0;
	const input = createLineInput(stream, {
		onChange: () => undefined,
		onInterrupt: () => {
			interrupts++;
		},
		onCut: () => {
			cuts++;
		},
	});
	const write = async (text: string) => {
		stream.write(text);
		await pause(1);
	};
	return {stream, input, raw, write, interrupts: () => interrupts, cuts: () => cuts};
}

test('lines come whole, however they arrive', async () => {
	const {input, write, stream} = open();
	await write('on');
	expect(input.take()).toBeUndefined();
	await write('e\r\ntwo\nthr');
	expect([input.take(), input.take(), input.take()]).toEqual(['one', 'two', undefined]);
	stream.end('ee');
	await pause(1);
	expect(input.isEnded()).toBe(false);
	expect(input.take()).toBe('three');
	expect(input.isEnded()).toBe(true);
});

test('what follows without a pause is one paste, what follows later is not', async () => {
	const {input, write} = open(true);
	await write('a\nb\nc\n');
	await pause(quietMs * 2);
	await write('d\n');
	expect(input.take()).toBe('a');
	expect(input.takeFollowing()).toEqual(['b', 'c']);
	expect(input.take()).toBe('d');
});

test('a hidden line is edited here, and Ctrl+C interrupts', async () => {
	const {input, write, raw, interrupts} = open(true);
	input.hide(true);
	await write('wrong\u0015sex\u007Fcr\u001B[Cet\r');
	expect(input.take()).toBe('secret');
	await write('\u001B[200~pasted\u001B[201~\r');
	expect(input.take()).toBe('pasted');
	await write('\u0003');
	expect(interrupts()).toBe(1);
	input.close();
	expect(raw).toEqual([true, false]);
});

test('a line that the terminal has cut is no answer; a pipe and a hidden line cut none', async () => {
	const long = 'a'.repeat(4095);
	const terminal = open(true);
	await terminal.write(`${long.slice(1)}\n`);
	expect(terminal.input.take()).toHaveLength(4094);
	await terminal.write(`${long}\nnext\n`);
	expect(terminal.input.take()).toBe('next');
	await terminal.write(`${'é'.repeat(2048)}\n`);
	expect(terminal.input.peek()).toBeUndefined();
	expect(terminal.cuts()).toBe(2);
	terminal.input.hide(true);
	await terminal.write(`${long}\r`);
	expect(terminal.input.take()).toHaveLength(4095);
	expect(terminal.cuts()).toBe(2);

	const pipe = open();
	await pipe.write(`${long}\n`);
	expect(pipe.input.take()).toHaveLength(4095);
	expect(pipe.cuts()).toBe(0);
});
