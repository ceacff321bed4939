import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn} from '../storage/fixtures.js';

const clientSecret = '8Q~canary.0123456789012345678901';
const passphrase = 'canary horse battery\n';

test('backup and restore move a grant with its secret to another host', async () => {
	const home = temporaryDirectory();
	const [config, other] = [path.join(home, 'one'), path.join(home, 'two')];
	const file = path.join(home, 'file');
	const run = (args: readonly string[], stdin = '', where = config) =>
		runCli(args, {config: where, stdin});
	await run(
		['add', 'ev', '--provider=google', '--mailbox=ev@example.com', '--client-secret-stdin'],
		`GOCSPX-${clientSecret.slice(4)}`,
	);
	expect(await run(['backup', file])).toMatchObject({code: 2});
	expect(existsSync(file)).toBe(false);
	expect(await run(['backup', file, '--passphrase-stdin'], passphrase)).toEqual({
		code: 0,
		stdout: `Written with one grant: ${file}\n`,
		stderr: '',
	});
	const listing = await run(['restore', file, '--list', '--passphrase-stdin'], passphrase, other);
	expect(listing.stdout).toMatch(/ev {2}google {2}ev@example.com {2}client secret {2}new here/);
	expect(existsSync(path.join(other, 'grants.json'))).toBe(false);
	const restored = await run(['restore', file, '--passphrase-stdin'], passphrase, other);
	expect(restored).toMatchObject({code: 0, stdout: 'Restored: ev\n'});
	expect((await run(['status', '--json'], '', other)).stdout).toContain('"clientSecret":true');
	const again = await run(['restore', file, '--passphrase-stdin'], passphrase, other);
	expect(again).toMatchObject({code: 1, stderr: expect.stringContaining('--replace')});
	for (const directory of [config, other]) {
		for (const name of filesIn(directory)) {
			expect(readFileSync(path.join(directory, name), 'latin1')).not.toContain('canary');
		}
	}
	expect(readFileSync(file, 'latin1')).not.toContain('canary');
});
