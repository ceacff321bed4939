import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {program, runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const built = path.dirname(program);

/** What only the package for PostgreSQL says. */
const saidByPg = 'Client has already been connected. You cannot reuse a client.';

/** The files of the program that were loaded, by the coverage of V8. */
async function loaded(args: readonly string[]): Promise<readonly string[]> {
	const directory = temporaryDirectory();
	const coverage = path.join(directory, 'coverage');
	await runCli(args, {
		config: path.join(directory, 'config'),
		env: {NODE_V8_COVERAGE: coverage},
	});
	const urls = readdirSync(coverage).flatMap(file => {
		const {result} = JSON.parse(readFileSync(path.join(coverage, file), 'utf8'));
		return result.map(({url}: {readonly url: string}) => url);
	});
	return urls
		.filter(url => url.startsWith('file:'))
		.map(url => fileURLToPath(url))
		.filter(file => file.startsWith(built));
}

const withPg = (files: readonly string[]) =>
	files.filter(file => readFileSync(file, 'utf8').includes(saidByPg));

describe('of the package for PostgreSQL', {timeout: 60_000}, () => {
	test.each([
		[['list']],
		[['token', 'nobody']],
		[['refresh']],
		[['store', 'status']],
		[['audit']],
		[['list', '--store', 'local']],
	])('nothing is loaded for a local store: %s', async args => {
		const files = await loaded(args);
		expect(files.map(file => path.basename(file))).toContain('program.mjs');
		expect(withPg(files)).toEqual([]);
	});

	test('it is loaded for a store in PostgreSQL', async () => {
		const files = await loaded(['list', '--timeout', '1', '--store', 'postgres://u@127.0.0.1:1/d']);
		expect(withPg(files)).toHaveLength(1);
	});
});

test('a token of the local store is not given where another store is in use', {
	timeout: 60_000,
}, async () => {
	const config = path.join(temporaryDirectory(), 'config');
	const env = {MAILGRANT_STORE: 'postgres://u@127.0.0.1:1/d'};
	const {code, stderr} = await runCli(['token', 'nobody', '--timeout', '1'], {config, env});
	expect(code).toBe(1);
	expect(stderr).toContain('Nothing listens at 127.0.0.1:1');
});
