import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {findPassword, passwordIn} from '../../source/postgres/password.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {userErrorOf} from '../storage/fixtures.js';

const about = {host: 'db.acme.com', port: 5432, database: 'grants', user: 'mail'};

test('the first line that fits gives the password', () => {
	const text = [
		'# db.acme.com:5432:grants:mail:commented',
		'',
		'db.acme.com:5433:grants:mail:other port',
		String.raw`*:5432:grants:mail:with \: and \\`,
		'*:*:*:*:later',
	].join('\n');
	expect(passwordIn(text, about)).toBe(String.raw`with : and \ `.trim());
	expect(passwordIn(text, {...about, user: 'x'})).toBe('later');
	expect(passwordIn('db.acme.com:5432:grants:mail', about)).toBeUndefined();
	expect(passwordIn('localhost:*:*:mail:by socket', {...about, host: '/var/run/postgresql'})).toBe(
		'by socket',
	);
});

test('a password file that is open to others is refused', async () => {
	const home = temporaryDirectory();
	const file = join(home, '.pgpass');
	writeFileSync(file, '*:*:*:*:secret\n', {mode: 0o600});
	expect(findPassword(about, {HOME: home})).toBe('secret');
	chmodSync(file, 0o644);
	const error = await userErrorOf(() => findPassword(about, {HOME: home}));
	expect(error.message).toContain('open to others');
	expect(error.nextSteps[0]).toBe(`Close it: chmod 600 ${file}`);
});

test('an environment is no place for a password', () => {
	expect(findPassword(about, {HOME: '/nowhere', PGPASSWORD: 'secret'})).toBeUndefined();
	const directory = temporaryDirectory();
	const file = join(directory, 'mailgrant-store-password');
	writeFileSync(file, 'handed over\n', {mode: 0o400});
	expect(findPassword(about, {HOME: '/nowhere', CREDENTIALS_DIRECTORY: directory})).toBe(
		'handed over',
	);
});
