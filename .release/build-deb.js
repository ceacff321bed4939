import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {changelog, control, copyright, overrides, scripts} from './debian.js';
import {fetchNode} from './fetch-node.js';
import {notices} from './notices.js';

// npm run build:deb [-- --arch x64|arm64]: release/mailgrant_VERSION_ARCH.deb, of the executable that build:binary made.
const root = path.join(import.meta.dirname, '..');
const {values} = parseArgs({options: {arch: {type: 'string', default: process.arch}}});
const {arch} = values;
const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const architecture = arch === 'x64' ? 'amd64' : arch;
const binary = path.join(root, 'release', `mailgrant-linux-${arch}`);
if (!existsSync(binary)) throw new Error(`${binary} is not there: npm run build:binary`);
const output = path.join(root, 'release', `mailgrant_${version}_${architecture}.deb`);
const news = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
const [, day] = /^## \S+ \((\d{4}-\d\d-\d\d)\)/m.exec(news);
/** Of every file, so that two builds are the same. */
const date = new Date(`${day}T12:00:00Z`);

const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-deb-'));
const stage = path.join(directory, 'stage');
const home = path.join(directory, 'home');

function put(name, content, mode = 0o644) {
	const file = path.join(stage, name);
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o755});
	writeFileSync(file, content);
	chmodSync(file, mode);
}

/** What the program of this tree prints; that of another architecture may not run here. */
function said(...args) {
	return execFileSync(process.execPath, [path.join(root, 'dist/mailgrant.js'), ...args], {
		encoding: 'utf8',
		env: {PATH: process.env.PATH, HOME: home},
		stdio: ['ignore', 'pipe', 'ignore'],
	});
}

/** A unit as it is for the program in its place, without the stamp by which an installation knows its own. */
const installed = text =>
	text
		.replace(/^# mailgrant \S+ [0-9a-f]+\n/, '')
		.replaceAll(
			`${process.execPath} ${path.join(root, 'dist/mailgrant.js')}`,
			'/usr/bin/mailgrant',
		);

const gzip = content => gzipSync(content, {level: 9});

function sums() {
	const files = filesBelow(stage).filter(name => !name.startsWith('DEBIAN/'));
	return execFileSync('md5sum', files, {cwd: stage, encoding: 'utf8'});
}

const filesBelow = directory =>
	readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.toSorted();

const sizeOf = directory =>
	filesBelow(directory).reduce((sum, name) => sum + lstatSync(path.join(directory, name)).size, 0);

function age(directory) {
	for (const entry of readdirSync(directory, {recursive: true, withFileTypes: true})) {
		utimesSync(path.join(entry.parentPath, entry.name), date, date);
	}
	utimesSync(directory, date, date);
}

try {
	put('usr/bin/mailgrant', readFileSync(binary), 0o755);
	put('usr/share/man/man1/mailgrant.1.gz', gzip(said('man')));
	put('usr/share/bash-completion/completions/mailgrant', said('completion', 'bash'));
	put('usr/share/zsh/vendor-completions/_mailgrant', said('completion', 'zsh'));
	put('usr/share/fish/vendor_completions.d/mailgrant.fish', said('completion', 'fish'));
	// For whatever version of systemd is there, not for that of the host that builds.
	for (const {path: place, text} of JSON.parse(said('service', '--json', '--root', stage)).files) {
		put(place.replace(/^\/etc\//, 'usr/lib/'), installed(text));
	}
	put('usr/share/doc/mailgrant/changelog.gz', gzip(changelog(news)));
	put('usr/share/doc/mailgrant/README.md.gz', gzip(readFileSync(path.join(root, 'README.md'))));
	const node = fetchNode(arch, path.join(root, 'node_modules/.cache/mailgrant'));
	put(
		'usr/share/doc/mailgrant/NOTICES.gz',
		gzip(`${readFileSync(node.license, 'utf8')}\n${notices()}`),
	);
	put(
		'usr/share/doc/mailgrant/copyright',
		copyright(readFileSync(path.join(root, 'LICENSE'), 'utf8')),
	);
	put('usr/share/lintian/overrides/mailgrant', overrides);
	const kilobytes = Math.ceil(sizeOf(stage) / 1024);
	put('DEBIAN/md5sums', sums());
	put('DEBIAN/control', control({version, architecture, kilobytes}));
	for (const [name, script] of Object.entries(scripts)) put(`DEBIAN/${name}`, script, 0o755);
	age(stage);
	execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z2', '--build', stage, output], {
		env: {...process.env, SOURCE_DATE_EPOCH: String(date.getTime() / 1000)},
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	console.log(`${path.relative(root, output)}  ${(statSync(output).size / 1e6).toFixed(1)} MB`);
} finally {
	rmSync(directory, {recursive: true, force: true});
}
