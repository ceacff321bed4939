import {
	chmodSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openTokenDirectory} from '../../source/unattended/token-directory.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

function place() {
	const directory = path.join(temporaryDirectory(), 'tokens');
	return {
		list: () =>
			path.join(directory, readdirSync(directory).find(name => name.startsWith('.written-')) ?? ''),
		at: (name: string) => path.join(directory, name),
		/** As the next process finds it. */
		open: (store = '/store') => openTokenDirectory(directory, {}, store),
	};
}

test('files of grants that went while no watcher ran are removed, all others stay', () => {
	const {at, open} = place();
	const first = open();
	for (const grant of ['a', 'b', 'c d']) first.write(grant, 'token');
	writeFileSync(at('of-the-admin'), 'mine');
	open('/other').write('e', 'token');
	expect(open().sweep(['a'])).toEqual(['b', 'c%20d']);
	for (const name of ['a', 'of-the-admin', 'e']) expect(existsSync(at(name))).toBe(true);
	for (const name of ['b', 'c%20d']) expect(existsSync(at(name))).toBe(false);
	expect(open().sweep(['a'])).toEqual([]);
	chmodSync(at('e'), 0o644);
	expect(open('/other').sweep([])).toEqual([]);
});

test('a file that the admin put where one of ours was is not known as ours after a sweep', () => {
	const {at, open} = place();
	open().write('a', 'token');
	open().sweep([]);
	writeFileSync(at('a'), 'mine');
	expect(open().sweep([])).toEqual([]);
	expect(readFileSync(at('a'), 'utf8')).toBe('mine');
});

test('what the list names beyond token files is left alone', () => {
	const {at, list, open} = place();
	const files = open();
	files.write('a', 'token');
	const outside = path.join(temporaryDirectory(), 'outside');
	writeFileSync(outside, 'mine');
	writeFileSync(at('.hidden'), 'mine');
	rmSync(at('a'));
	symlinkSync(outside, at('a'));
	writeFileSync(list(), `a\n../outside\n${outside}\n.hidden\n..\n\ncut`);
	expect(open().sweep([])).toEqual([]);
	expect(readFileSync(outside, 'utf8')).toBe('mine');
	expect(existsSync(at('.hidden'))).toBe(true);
});

test('the list is written once for each grant', () => {
	const {list, open} = place();
	for (let turn = 0; turn < 3; turn++) {
		const files = open();
		for (const grant of ['a', 'b']) files.write(grant, `token ${turn}`);
	}
	expect(readFileSync(list(), 'utf8')).toBe('a\nb\n');
});
