import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {globalOptions} from '../source/commands/table/options.js';
import {v8Flags} from '../source/v8-flags.js';

const v8 = '13.6.233.17-node.51';
const resting = ['--memory-reducer-gc-count=0'];

describe('a program that waits for a key', () => {
	test.each([v8, '14.2.231'])('is not woken by V8 %s', version => {
		expect(v8Flags([], version)).toEqual(resting);
	});

	test.each(['12.4.254.21-node.33', '15.0.1'])('asks nothing of V8 %s', version => {
		expect(v8Flags([], version)).toEqual([]);
	});
});

describe('a process that lasts stays small', () => {
	test.each([
		['refresh', '--all', '--watch'],
		['--config', 'test', 'refresh', '--watch'],
		['look-after'],
		['test', '--all'],
		['--timeout=3', 'test', 'refresh'],
	])('mailgrant %s %s %s', (...words) => {
		expect(v8Flags(words, v8)).toContain('--no-opt');
	});

	test.each([
		['token', 'test'],
		['refresh', '--force', 'test'],
		['add', 'look-after'],
	])('and no other: mailgrant %s %s %s', (...words) => {
		expect(v8Flags(words, v8)).toEqual(resting);
	});

	// The entry reads the command without the table.
	test.each(globalOptions.filter(({placeholder}) => placeholder))(
		'behind --$name too',
		({name}) => {
			expect(v8Flags([`--${name}`, 'x', 'test'], v8)).toContain('--no-opt');
		},
	);
});

test.each([[[]], [['test']]])('flags that this V8 knows, for %j', words => {
	const flags = v8Flags(words, process.versions.v8);
	expect(flags).not.toEqual([]);
	const {stderr, status} = spawnSync(process.execPath, [...flags, '-e', ''], {encoding: 'utf8'});
	expect({stderr, status}).toEqual({stderr: '', status: 0});
});
