import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {restWhenIdle} from '../source/rest-when-idle.js';

const flagsFor = (v8: string) => {
	const flags: string[] = [];
	restWhenIdle(v8, flag => flags.push(flag));
	return flags;
};

describe('a program that waits', () => {
	test.each(['13.6.233.17-node.51', '14.2.231'])('is not woken by V8 %s', v8 => {
		expect(flagsFor(v8)).toEqual(['--memory-reducer-gc-count=0']);
	});

	test.each(['12.4.254.21-node.33', '15.0.1'])('asks nothing of V8 %s', v8 => {
		expect(flagsFor(v8)).toEqual([]);
	});

	test('sets a flag that this V8 knows', () => {
		const [flag = ''] = flagsFor(process.versions.v8);
		const {stderr, status} = spawnSync(process.execPath, [flag, '-e', ''], {encoding: 'utf8'});
		expect({stderr, status}).toEqual({stderr: '', status: 0});
	});
});
