import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import {nodeVersion, runtimes} from './runtimes.js';

/** The paths of a Node.js for that architecture, fetched from the registry once and checked, of the same stripped, and of its licence. */
export function fetchNode(arch, cache) {
	const {package: name, integrity, triplet} = runtimes[arch];
	const place = path.join(cache, `${name}-${nodeVersion}`);
	const node = path.join(place, 'bin/node');
	const stripped = path.join(place, 'node-stripped');
	const license = path.join(place, 'LICENSE');
	if (existsSync(stripped)) return {node, stripped, license};
	mkdirSync(place, {recursive: true});
	const [packed] = JSON.parse(
		run('npm', [
			'pack',
			'--silent',
			'--json',
			`${name}@${nodeVersion}`,
			'--pack-destination',
			place,
		]),
	);
	const archive = path.join(place, packed.filename);
	const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
	if (found !== integrity) {
		rmSync(archive);
		throw new Error(`${name}@${nodeVersion} is not what it was: ${found}`);
	}
	const wanted = ['package/bin/node', 'package/LICENSE'];
	run('tar', ['-xzf', archive, '-C', place, '--strip-components=1', ...wanted]);
	rmSync(archive);
	const unfinished = `${stripped}.new`;
	copyFileSync(node, unfinished);
	run(process.arch === arch ? 'strip' : `${triplet}-strip`, [unfinished]);
	renameSync(unfinished, stripped);
	return {node, stripped, license};
}

const run = (command, args) =>
	execFileSync(command, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
