import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {program, runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const bundle = path.join(path.dirname(program), 'program.js');

type Part = {readonly name: string; readonly from: number; readonly to: number};

/** The modules of the bundle, each under the comment that names it. */
function partsOf(text: string): readonly Part[] {
	const heads = [...text.matchAll(/^\/\/ ((?:node_modules|source)\/\S+)$/gm)];
	return heads.map((head, index) => ({
		name: head[1] ?? '',
		from: head.index,
		to: heads[index + 1]?.index ?? text.length,
	}));
}

const isOfPg = ({name}: Part) => /^node_modules\/(?:pg|pg-[\w-]+|pgpass|postgres-\w+)\//.test(name);

/** Modules whose code ran, by the coverage of V8. */
async function ran(args: readonly string[]): Promise<{readonly names: ReadonlySet<string>}> {
	const directory = temporaryDirectory();
	const coverage = path.join(directory, 'coverage');
	await runCli(args, {
		config: path.join(directory, 'config'),
		env: {NODE_V8_COVERAGE: coverage},
	});
	const text = readFileSync(bundle, 'utf8');
	const parts = partsOf(text);
	const names = new Set<string>();
	for (const file of readdirSync(coverage)) {
		const {result} = JSON.parse(readFileSync(path.join(coverage, file), 'utf8'));
		for (const {url, functions} of result) {
			if (!url.endsWith('/program.js')) continue;
			for (const {ranges} of functions) {
				const [{startOffset, endOffset, count}] = ranges;
				const part = parts.find(({from, to}) => from <= startOffset && endOffset <= to);
				if (count > 0 && part) names.add(part.name);
			}
		}
	}
	return {names};
}

describe('of the package for PostgreSQL', {timeout: 60_000}, () => {
	const pgOf = ({names}: {readonly names: ReadonlySet<string>}) =>
		[...names].filter(
			name => isOfPg({name, from: 0, to: 0}) || name.startsWith('source/postgres/'),
		);

	test.each([
		[['list']],
		[['token', 'nobody']],
		[['refresh']],
		[['store', 'status']],
		[['audit']],
		[['list', '--store', 'local']],
	])('nothing runs for a local store: %s', async args => {
		const found = await ran(args);
		expect([...found.names]).toContain('source/cli.ts');
		expect(pgOf(found)).toEqual([]);
	});

	test('it runs for a store in PostgreSQL', async () => {
		const found = await ran(['list', '--timeout', '1', '--store', 'postgres://u@127.0.0.1:1/d']);
		expect(pgOf(found)).toEqual(
			expect.arrayContaining(['node_modules/pg/lib/client.js', 'source/postgres/session.ts']),
		);
	});
});
