import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import path from 'node:path';

// npm run bench [NAME…]: each in a process of its own, one after the other, so that none disturbs another.
const ending = '.bench.ts';
const all = readdirSync(import.meta.dirname)
	.filter(name => name.endsWith(ending))
	.map(name => name.slice(0, -ending.length))
	.toSorted();
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !all.includes(name));
if (unknown.length > 0) {
	console.error(`There is no bench ${unknown.join(', ')}. There are: ${all.join(', ')}`);
	process.exitCode = 2;
} else {
	for (const name of wanted.length > 0 ? wanted : all) {
		console.log(`\n== ${name}`);
		const file = path.join(import.meta.dirname, `${name}${ending}`);
		const {status} = spawnSync(process.execPath, [...process.execArgv, file], {stdio: 'inherit'});
		if (status !== 0) process.exitCode = 1;
	}
}
