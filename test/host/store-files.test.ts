import {copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {caFiles, moveKey, moveStore, storeKey} from '../../source/host/store-files.js';
import {keyring} from '../../source/storage/keyring.js';
import {tryLock} from '../../source/storage/lock.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now, recordOf, storesIn} from '../storage/fixtures.js';

const secret = {clientSecret: {value: 'canary-secret', setAt: now}};
const own = {uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0};

async function place() {
	const home = temporaryDirectory();
	const from = path.join(home, 'config');
	const to = path.join(home, 'state', 'mailgrant');
	const key = path.join(home, 'etc', 'mailgrant', 'key');
	const {grants, secrets} = storesIn(from);
	await grants.write(recordOf('ev'));
	await secrets.update('ev', () => secret);
	return {
		from,
		to,
		key,
		/** As the service opens it, with what systemd hands out. */
		handed(file: string) {
			const credentials = path.join(home, 'credentials');
			mkdirSync(credentials, {recursive: true, mode: 0o700});
			copyFileSync(file, path.join(credentials, 'mailgrant-key'));
			const environment = {CREDENTIALS_DIRECTORY: credentials};
			return storesIn(to, {key: keyring({directory: to, environment})});
		},
	};
}

test('a store moves whole, and opens with nothing but the key that systemd hands out', async () => {
	const {from, to, key, handed} = await place();
	expect(storeKey(from)).toEqual({from: 'own'});
	expect(moveStore(from, to, own)).toBeUndefined();
	moveKey(to, key);
	expect(existsSync(from)).toBe(false);
	expect(existsSync(path.join(to, 'key'))).toBe(false);
	expect(statSync(key).mode & 0o777).toBe(0o600);
	expect(statSync(path.dirname(key)).mode & 0o777).toBe(0o700);
	expect(statSync(to).mode & 0o777).toBe(0o700);
	expect(storeKey(to)).toEqual({from: 'credential'});
	expect(handed(key).secrets.read('ev')).toEqual(secret);
	expect(() => storesIn(to).secrets.read('ev')).toThrow('credential');
});

test('cut off after the key was copied, the store opens as before, and it can be done again', async () => {
	const {from, key} = await place();
	mkdirSync(path.dirname(key), {recursive: true});
	copyFileSync(path.join(from, 'key'), key);
	expect(storesIn(from).secrets.read('ev')).toEqual(secret);
	moveKey(from, key);
	expect(existsSync(path.join(from, 'key'))).toBe(false);
});

test('another key is never overwritten', async () => {
	const {from, key} = await place();
	mkdirSync(path.dirname(key), {recursive: true});
	writeFileSync(key, `${Buffer.alloc(32, 7).toString('base64')}\n`, {mode: 0o600});
	const before = readFileSync(key, 'utf8');
	expect(() => moveKey(from, key)).toThrow('holds another key');
	expect(readFileSync(key, 'utf8')).toBe(before);
	expect(storesIn(from).secrets.read('ev')).toEqual(secret);
});

test('a store that is being written is not moved', async () => {
	const {from, to} = await place();
	const lock = tryLock(path.join(from, 'secrets.enc'));
	expect(() => moveStore(from, to, own)).toThrow('Another process writes');
	lock?.release();
	expect(existsSync(to)).toBe(false);
});

test('the files of a directory of something else are not taken for a store', () => {
	expect(storeKey(temporaryDirectory())).toBeUndefined();
});

test('the CA files that its grants name are told', async () => {
	const {from} = await place();
	expect(caFiles(from)).toEqual([]);
	const {grants} = storesIn(from);
	await grants.write(recordOf('of its own', {caFile: '/etc/ssl/ca.pem'}));
	expect(caFiles(from)).toEqual([{grant: 'of its own', file: '/etc/ssl/ca.pem'}]);
	expect(caFiles(path.join(from, 'gone'))).toEqual([]);
});
