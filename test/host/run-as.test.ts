import {chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {closedFor} from '../../source/host/closed-for.js';
import {runAs} from '../../source/host/run-as.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const nobody = {uid: 65534, gid: 65534};

test.skipIf(process.getuid?.() !== 0)(
	'a command gets the rights, the store and the key of the service, and nothing stays of it',
	async () => {
		const home = temporaryDirectory();
		chmodSync(home, 0o755);
		const store = path.join(home, 'store');
		const key = path.join(home, 'key');
		mkdirSync(store, {mode: 0o700});
		chownSync(store, nobody.uid, nobody.gid);
		writeFileSync(key, 'canary-key\n', {mode: 0o600});
		const code = await runAs(
			{
				account: nobody,
				user: 'nobody',
				store: {directory: store, isState: true},
				credential: {name: 'mailgrant-key', file: key, isEncrypted: false},
			},
			[
				'/bin/sh',
				'-c',
				'{ id -u; id -G; cat "$CREDENTIALS_DIRECTORY/mailgrant-key"; stat -c %a "$CREDENTIALS_DIRECTORY"; env; echo "$CREDENTIALS_DIRECTORY"; } > "$MAILGRANT_CONFIG/out"; exit 3',
			],
			{
				PATH: '/usr/bin:/bin',
				HOME: '/root',
				SUDO_USER: 'ev',
				XDG_CONFIG_HOME: '/root/x',
				SSH_TTY: '/dev/pts/1',
			},
		);
		expect(code).toBe(3);
		const [uid, groups, handed, mode, ...rest] = readFileSync(path.join(store, 'out'), 'utf8')
			.trim()
			.split('\n');
		expect([uid, groups, handed, mode]).toEqual(['65534', '65534', 'canary-key', '700']);
		expect(rest).toContain('SSH_TTY=/dev/pts/1');
		expect(rest.filter(line => /^(?:SUDO_USER|XDG_CONFIG_HOME)=|\/root/.test(line))).toEqual([]);
		expect(readdirSync(tmpdir())).not.toContain(path.basename(rest.at(-1) ?? ''));
	},
);

test('what closes the way to a program is named', () => {
	const home = temporaryDirectory();
	const file = path.join(home, 'program');
	writeFileSync(file, '', {mode: 0o644});
	expect(closedFor(nobody, file)).toBe(home);
	chmodSync(home, 0o711);
	expect(closedFor(nobody, file)).toBeUndefined();
	chmodSync(file, 0o640);
	expect(closedFor(nobody, file)).toBe(file);
	expect(closedFor({uid: process.getuid?.() ?? 0, gid: 0}, file)).toBeUndefined();
	expect(closedFor(nobody, path.join(home, 'missing'))).toBe(path.join(home, 'missing'));
});
