import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createAccounts} from '../../source/host/accounts.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

test('below another root its own accounts count', () => {
	const root = temporaryDirectory();
	mkdirSync(path.join(root, 'etc'));
	writeFileSync(path.join(root, 'etc/passwd'), 'ev:x:777:778::/home/ev:/bin/sh\n');
	writeFileSync(path.join(root, 'etc/group'), 'readers:x:778:\n');
	const accounts = createAccounts(root, {HOME: '/root', SUDO_USER: 'ev'});
	expect(accounts.user('ev')).toEqual({uid: 777, gid: 778});
	expect(accounts.user('root')).toBeUndefined();
	expect(accounts.userName(777)).toBe('ev');
	expect(accounts.group('readers')).toBe(778);
	expect(accounts.groupName(778)).toBe('readers');
	expect(accounts.homes).toEqual(['/root', '/home/ev']);
});

test('on this host root is found, and nothing that would be an option', () => {
	const accounts = createAccounts('/', {HOME: '/root'});
	expect(accounts.user('root')).toEqual({uid: 0, gid: 0});
	expect(accounts.userName(0)).toBe('root');
	for (const name of ['--help', 'no-such-user-here', 'a:b', '']) {
		expect(accounts.user(name)).toBeUndefined();
	}
});
