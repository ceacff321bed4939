import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {spawn as spawnInTerminal} from '@lydell/node-pty';
import {bundle} from './bundle.js';
import {fetchNode} from './fetch-node.js';
import {materials} from './materials.js';
import {runtimes} from './runtimes.js';

// npm run build:binary [-- --arch x64|arm64]: one file, release/mailgrant-linux-ARCH, that needs no Node.js.
const root = path.join(import.meta.dirname, '..');
const {values} = parseArgs({options: {arch: {type: 'string', default: process.arch}}});
const {arch} = values;
if (!Object.hasOwn(runtimes, arch)) {
	throw new Error(`There is no ${arch}. There are: ${Object.keys(runtimes).join(', ')}`);
}
const release = path.join(root, 'release');
const output = path.join(release, `mailgrant-linux-${arch}`);
const cache = path.join(root, 'node_modules/.cache/mailgrant');
const {node, stripped} = fetchNode(arch, cache);
const mostTries = 8;
/** So that nothing is collected, whose remains would be found in what lies between, and nothing is marked as often called. */
const restful = [
	'--initial-heap-size=1024',
	'--min-semi-space-size=128',
	'--max-semi-space-size=128',
	'--no-sparkplug',
	'--no-maglev',
	'--no-opt',
];
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-binary-'));
const inside = name => path.join(directory, name);
try {
	const scripts = await bundle();
	mkdirSync(inside('scripts'));
	for (const {name, code} of scripts) writeFileSync(inside(`scripts/${name}`), code);
	await compile();
	const names = scripts.flatMap(({name}) => [name, `${name}.cache`]);
	const assets = Object.fromEntries(names.map(name => [name, `scripts/${name}`]));
	copyFileSync(path.join(import.meta.dirname, 'loader.cjs'), inside('loader.cjs'));
	writeFileSync(
		inside('sea.json'),
		JSON.stringify({
			main: 'loader.cjs',
			output: 'blob',
			disableExperimentalSEAWarning: true,
			assets,
		}),
	);
	// The form of the blob is the same for all architectures.
	run(fetchNode(process.arch, cache).node, ['--experimental-sea-config', 'sea.json']);
	const binary = inside('mailgrant');
	copyFileSync(stripped, binary);
	// The way that Node.js documents for this line of it.
	run(path.join(root, 'node_modules/.bin/postject'), [
		binary,
		'NODE_SEA_BLOB',
		inside('blob'),
		'--sentinel-fuse',
		'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
	]);
	chmodSync(binary, 0o755);
	mkdirSync(release, {recursive: true});
	copyFileSync(binary, output);
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	writeFileSync(`${output}.cdx.json`, materials(arch, manifest));
	console.log(`${path.relative(root, output)}  ${(statSync(output).size / 1e6).toFixed(1)} MB`);
} finally {
	rmSync(directory, {recursive: true, force: true});
}

/** Leaves V8's code for what the first screen needs beside each script; none where nothing here can run that Node.js: it then compiles at each start. */
async function compile() {
	const [command, ...before] = runner();
	const files = readdirSync(inside('scripts'));
	if (!command) {
		console.error(`Nothing here runs ${arch}: it will start more slowly. Debian: qemu-user-static`);
		for (const name of files) writeFileSync(inside(`scripts/${name}.cache`), '');
		return;
	}
	const args = [
		...before,
		'--hash-seed=1',
		'--random-seed=1',
		'--no-flush-bytecode',
		'--single-threaded',
		...restful,
		path.join(import.meta.dirname, 'compile.cjs'),
		inside('scripts'),
	];
	// A machine that stands still between two keys shows another screen in between: what comes out
	// twice is what it is.
	const seen = new Set();
	for (let tries = 0; ; tries++) {
		if (tries === mostTries) throw new Error(`No two of ${tries} runs compiled the same code.`);
		await showFirstScreen(command, args);
		const hash = hashOf(files.map(name => inside(`scripts/${name}.cache`)));
		if (seen.has(hash)) break;
		seen.add(hash);
	}
	// V8 takes a cache only with the flags that it was made with. The seeds change nothing of the code,
	// so the flags' hash, the fourth number of the header, is the one of a start without them.
	const plain = run(command, [
		...before,
		'-p',
		'new (require("vm").Script)("").createCachedData().toString("hex", 12, 16)',
	]);
	for (const name of files) {
		const file = inside(`scripts/${name}.cache`);
		const code = readFileSync(file);
		Buffer.from(plain.trim(), 'hex').copy(code, 12);
		writeFileSync(file, code);
	}
	run(command, [...before, path.join(import.meta.dirname, 'check-code.cjs'), inside('scripts')]);
}

function hashOf(names) {
	const hash = createHash('sha256');
	for (const name of names) hash.update(readFileSync(name));
	return hash.digest('hex');
}

/** In a terminal, until it is there; then it is left. */
function showFirstScreen(command, args) {
	const {promise, resolve, reject} = Promise.withResolvers();
	const home = inside('home');
	rmSync(home, {recursive: true, force: true});
	mkdirSync(home);
	const env = {PATH: process.env.PATH, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8'};
	const terminal = spawnInTerminal(command, args, {cols: 80, rows: 24, cwd: directory, env});
	let shown = '';
	terminal.onData(data => {
		const wasThere = shown.includes('leave');
		shown += data;
		if (!wasThere && shown.includes('leave')) terminal.write('q');
	});
	terminal.onExit(({exitCode}) => {
		if (exitCode === 0) resolve();
		else reject(new Error(`The program ended with ${exitCode}:\n${shown}`));
	});
	return promise;
}

function runner() {
	if (arch === process.arch) return [node];
	const {emulator, triplet} = runtimes[arch];
	const isThere = spawnSync(emulator, ['--version']).error === undefined;
	return isThere ? [emulator, '-L', `/usr/${triplet}`, node] : [];
}

/** Its standard output; what it says beside is shown only when it fails. */
function run(command, args) {
	const env = {PATH: process.env.PATH, HOME: directory};
	const {status, stdout, stderr, error} = spawnSync(command, args, {
		cwd: directory,
		env,
		encoding: 'utf8',
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
	return stdout;
}
