import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {showAlone} from '../../source/terminal/show-alone.js';

function shown(value: string, {columns = 80, rows = 24} = {}) {
	const stdin = new PassThrough();
	const controller = new AbortController();
	const stdout = {
		columns,
		rows,
		written: '',
		write(text: string) {
			stdout.written += text;
		},
	};
	const done = showAlone({label: 'Address', value, signal: controller.signal, stdin, stdout});
	return {stdin, stdout, controller, done};
}

test('the value stands whole on its line, whatever the width is', async () => {
	const value = `https://login.example.com/?${'a1b2c3d4'.repeat(60)}`;
	const {stdin, stdout, done} = shown(value);
	expect(stdout.written.split('\n')).toContain(value);
	stdin.write('x');
	stdin.write('\u001B[A');
	stdin.write('\r');
	await done;
	// 5 lines around it, 7 of its own.
	expect(stdout.written.endsWith('\u001B[12A\r\u001B[J')).toBe(true);
});

test('spaces stay, and nothing in it moves the cursor', async () => {
	const {stdin, stdout, done} = shown('a  b\n\u001B[2J\tc\u0007');
	expect(stdout.written).toContain('\na  b\n\tc\n');
	stdin.write('q');
	await done;
});

test('what has scrolled or was wrapped anew is not taken back', async () => {
	const long = shown('x'.repeat(2000));
	long.stdin.write('\u001B');
	await long.done;
	expect(long.stdout.written).not.toContain('\u001B[J');
	const resized = shown('short');
	resized.stdout.columns = 40;
	resized.stdin.write('\r');
	await resized.done;
	expect(resized.stdout.written).not.toContain('\u001B[J');
});

test('the end of the program ends it', async () => {
	const {controller, done, stdin} = shown('value');
	controller.abort();
	await done;
	expect(stdin.listenerCount('readable')).toBe(0);
});
