import {expect, test} from 'vitest';
import {networkFileSystem} from '../../source/storage/network-file-system.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

test.each([
	['NFS', 0x6969],
	['SMB (CIFS)', 0xff534d42],
	// As a signed number.
	['SMB (CIFS)', 0xff534d42 | 0],
	['FUSE', 0x65735546],
	[undefined, 0xef53],
])('%s is told by the type that statfs gives', (kind, type) => {
	expect(networkFileSystem('/store', () => type)).toBe(kind);
});

test('a directory that is still to be made is judged by the one above it', () => {
	const missing = Object.assign(new Error('none'), {code: 'ENOENT'});
	const asked: string[] = [];
	const kind = networkFileSystem('/mnt/a/b', at => {
		asked.push(at);
		if (at !== '/mnt') throw missing;
		return 0x6969;
	});
	expect(kind).toBe('NFS');
	expect(asked).toEqual(['/mnt/a/b', '/mnt/a', '/mnt']);
});

test('where nothing can be asked, nothing is said', () => {
	expect(networkFileSystem(temporaryDirectory())).toBeUndefined();
	const refused = () => {
		throw Object.assign(new Error('no'), {code: 'EACCES'});
	};
	expect(networkFileSystem('/store', refused)).toBeUndefined();
});
