import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {copyTree} from '../../source/storage/copy-tree.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

test('a copy has the modes and times of what it was copied from', () => {
	const from = path.join(temporaryDirectory(), 'from');
	const to = path.join(temporaryDirectory(), 'to');
	mkdirSync(path.join(from, 'tokens'), {recursive: true});
	chmodSync(from, 0o700);
	chmodSync(path.join(from, 'tokens'), 0o750);
	writeFileSync(path.join(from, 'tokens/one'), 'x', {mode: 0o600});
	copyTree(from, to);
	const modeOf = (name: string) => statSync(path.join(to, name)).mode & 0o7777;
	expect([modeOf('.'), modeOf('tokens'), modeOf('tokens/one')]).toEqual([0o700, 0o750, 0o600]);
	expect(readFileSync(path.join(to, 'tokens/one'), 'utf8')).toBe('x');
	expect(statSync(path.join(to, 'tokens/one')).mtimeMs).toBeCloseTo(
		statSync(path.join(from, 'tokens/one')).mtimeMs,
		-1,
	);
});
