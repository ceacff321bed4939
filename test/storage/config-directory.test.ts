import path from 'node:path';
import {expect, test} from 'vitest';
import {configDirectory} from '../../source/storage/config-directory.js';
import {userErrorOf} from './fixtures.js';

const HOME = '/home/ada';

test('the argument wins, then the environment, then the XDG directory, then the home', () => {
	const environment = {HOME, XDG_CONFIG_HOME: '/xdg', MAILGRANT_CONFIG: '/srv/mailgrant'};
	expect(configDirectory('/a/b', environment)).toBe('/a/b');
	expect(configDirectory('relative', environment)).toBe(path.resolve('relative'));
	expect(configDirectory(undefined, environment)).toBe('/srv/mailgrant');
	expect(configDirectory(undefined, {HOME, XDG_CONFIG_HOME: '/xdg'})).toBe('/xdg/mailgrant');
	expect(configDirectory(undefined, {HOME})).toBe('/home/ada/.config/mailgrant');
});

test('empty variables and a relative XDG directory count as unset', () => {
	const environment = {HOME, XDG_CONFIG_HOME: 'relative', MAILGRANT_CONFIG: ''};
	expect(configDirectory(undefined, environment)).toBe('/home/ada/.config/mailgrant');
});

test('an argument that names nothing is wrong usage', async () => {
	for (const argument of ['', '  ', 'a\0b']) {
		expect((await userErrorOf(() => configDirectory(argument, {HOME}))).exitCode).toBe(2);
	}
});
