import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const tree = path.join(import.meta.dirname, '../..');
const {version} = JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8')) as {
	readonly version: string;
};
/** A copy of the tree, since other tests run what is built in this one. */
const root = mkdtempSync(path.join(tmpdir(), 'mailgrant-release-'));
const binary = path.join(root, 'release/mailgrant-linux-x64');
const debian = path.join(root, `release/mailgrant_${version}_amd64.deb`);
/** Watched: what makes it grow wants a reason. */
const largestMegabytes = 120;

const isBuildable =
	process.platform === 'linux' &&
	process.arch === 'x64' &&
	process.getuid?.() === 0 &&
	spawnSync('strip', ['--version']).error === undefined;

const canEmulate = ['qemu-aarch64-static', 'aarch64-linux-gnu-strip'].every(
	name => spawnSync(name, ['--version']).error === undefined,
);

const canTrace = spawnSync('strace', ['--version']).error === undefined;

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const npm = (...words: readonly string[]) =>
	execFileSync('npm', ['run', '--silent', ...words], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
	});

/** The packages of a Debian that the executable says it needs, unpacked, and nothing else. */
function bareDebian(suite: 'bullseye' | 'bookworm' | 'trixie'): string {
	const place = temporaryDirectory();
	const fetch = (address: string, file: string) =>
		execFileSync('curl', ['-sSfL', '--retry', '2', '--max-time', '60', '-o', file, address]);
	const mirror = 'http://deb.debian.org/debian';
	fetch(`${mirror}/dists/${suite}/main/binary-amd64/Packages.xz`, path.join(place, 'Packages.xz'));
	const index = execFileSync('xzcat', [path.join(place, 'Packages.xz')], {
		encoding: 'utf8',
		maxBuffer: 1e9,
	});
	const debianRoot = path.join(place, 'root');
	for (const directory of ['dev', 'proc', 'root', 'tmp', 'usr/bin', 'var/lib/dpkg/info']) {
		mkdirSync(path.join(debianRoot, directory), {recursive: true});
	}
	// As Debian has it from 11 on.
	for (const directory of ['lib', 'lib64']) {
		mkdirSync(path.join(debianRoot, 'usr', directory), {recursive: true});
		execFileSync('ln', ['-s', `usr/${directory}`, path.join(debianRoot, directory)]);
	}
	for (const name of ['libc6', 'libgcc-s1', 'libstdc++6']) {
		const [, file] =
			new RegExp(`^Package: ${name.replaceAll('+', '\\+')}\\n(?:.+\\n)*?Filename: (.+)$`, 'm').exec(
				index,
			) ?? [];
		const archive = path.join(place, `${name}.deb`);
		fetch(`${mirror}/${file}`, archive);
		const unpacked = path.join(place, name);
		execFileSync('dpkg-deb', ['-x', archive, unpacked]);
		// Packages up to Debian 12 still name the directories that are links now.
		for (const directory of ['lib', 'lib64', 'usr/lib', 'usr/lib64']) {
			const from = path.join(unpacked, directory);
			const to = path.join(debianRoot, 'usr', path.basename(directory));
			if (existsSync(from)) cpSync(from, to, {recursive: true, verbatimSymlinks: true});
		}
	}
	return debianRoot;
}

/** Takes from libraries what came after those of RHEL 8: glibc 2.28, and libstdc++ of GCC 8. The names of the versions are others then, and whoever wants one by its name is not started. */
function asInRhel8(debianRoot: string) {
	const libraries = path.join(debianRoot, 'usr/lib/x86_64-linux-gnu');
	let renamed = 0;
	for (const name of readdirSync(libraries)) {
		const file = path.join(libraries, name);
		if (!/\.so\b/.test(name) || !lstatSync(file).isFile()) continue;
		const text = readFileSync(file, 'latin1');
		const older = text.replace(
			/\0(GLIBC_2\.(?:29|[3-9]\d)|GLIBCXX_3\.4\.(?:2[6-9]|[3-9]\d)|CXXABI_1\.3\.1[2-9])(?=\0)/g,
			(_all, version: string) => {
				renamed++;
				return `\0${version.replace(/[0-9]/, 'X')}`;
			},
		);
		if (older !== text) writeFileSync(file, older, 'latin1');
	}
	return renamed;
}

/** What Linux has learnt since 4.18, that of RHEL 8. */
const newCalls =
	'pidfd_send_signal,io_uring_setup,io_uring_enter,io_uring_register,pidfd_open,clone3,close_range,openat2,pidfd_getfd,faccessat2,process_madvise,epoll_pwait2,memfd_secret,process_mrelease,futex_waitv';

/** Runs a command in a root of its own that nobody can write to, but for the home directory; without a network. */
function runIn(
	debianRoot: string,
	args: readonly string[],
	{lacking}: {readonly lacking?: string} = {},
) {
	const without = lacking
		? `strace -f -qqq -o /dev/null --seccomp-bpf -e trace=${lacking} -e inject=${lacking}:error=ENOSYS `
		: '';
	const script = [
		'set -e',
		'mount --bind "$0" "$0"',
		'mount -o remount,ro,bind "$0"',
		'mount -t tmpfs home "$0/root"',
		'mount -t proc proc "$0/proc"',
		'mount --bind /dev "$0/dev"',
		`exec ${without}chroot "$0" "$@"`,
	].join('\n');
	return spawnSync(
		'unshare',
		['--mount', '--net', '--pid', '--fork', 'sh', '-c', script, debianRoot, ...args],
		{
			encoding: 'utf8',
			env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root'},
			timeout: 60_000,
		},
	);
}

describe.skipIf(!isBuildable)('the release', () => {
	beforeAll(() => {
		for (const name of readdirSync(tree)) {
			if (['node_modules', 'dist', 'release', '.git'].includes(name)) continue;
			cpSync(path.join(tree, name), path.join(root, name), {recursive: true});
		}
		symlinkSync(path.join(tree, 'node_modules'), path.join(root, 'node_modules'));
		npm('build:binary');
		npm('build:deb');
	}, 180_000);

	afterAll(() => rmSync(root, {recursive: true, force: true}));

	test('two builds give the same bytes', () => {
		const before = [binary, `${binary}.cdx.json`, debian].map(hashOf);
		npm('build:binary');
		npm('build:deb');
		expect([binary, `${binary}.cdx.json`, debian].map(hashOf)).toEqual(before);
	}, 180_000);

	test('the executable is as small as it was', () => {
		expect(statSync(binary).size / 1e6).toBeLessThan(largestMegabytes);
	});

	test('its service starts it alone, by whatever word it was called', () => {
		const {stdout, stderr} = spawnSync('sh', ['-c', 'PATH=.:$PATH mailgrant-linux-x64 service'], {
			cwd: path.dirname(binary),
			encoding: 'utf8',
		});
		expect(stderr).toContain('Nothing was changed.');
		expect(stdout).toContain(`\nExecStart=${binary} refresh --watch --all`);
	});

	test('it needs no library newer than those of RHEL 8, nor one that is not everywhere', () => {
		const symbols = execFileSync('objdump', ['-T', binary], {encoding: 'utf8', maxBuffer: 1e9});
		const newest = (of: string) =>
			Math.max(
				...[...symbols.matchAll(new RegExp(`\\b${of}_[\\d.]+?\\.(\\d+)\\b`, 'g'))].map(
					([, minor]) => Number(minor),
				),
			);
		expect(newest('GLIBC')).toBeLessThanOrEqual(28);
		// Of libstdc++ in GCC 8.
		expect(newest('GLIBCXX')).toBeLessThanOrEqual(25);
		const needed = execFileSync('objdump', ['-p', binary], {encoding: 'utf8', maxBuffer: 1e9});
		expect([...needed.matchAll(/NEEDED +(\S+)/g)].map(([, name]) => name).sort()).toEqual([
			'ld-linux-x86-64.so.2',
			'libc.so.6',
			'libdl.so.2',
			'libgcc_s.so.1',
			'libm.so.6',
			'libpthread.so.0',
			'libstdc++.so.6',
		]);
	});

	for (const suite of ['bullseye', 'bookworm', 'trixie'] as const) {
		test(`it runs on a bare ${suite} that nobody can write to, without a network`, () => {
			const debianRoot = bareDebian(suite);
			cpSync(binary, path.join(debianRoot, 'usr/bin/mailgrant'));
			const first = runIn(debianRoot, ['/usr/bin/mailgrant', '--version']);
			expect(first).toMatchObject({status: 0, stdout: `${version}\n`, stderr: ''});
			const served = runIn(debianRoot, ['/usr/bin/mailgrant', 'list']);
			expect(served).toMatchObject({
				status: 0,
				stderr: 'No grants yet. Add one: mailgrant add NAME\n',
			});
		}, 120_000);
	}

	test.skipIf(!canTrace)(
		'it runs with no more of libraries and Linux than RHEL 8 has',
		() => {
			const debianRoot = bareDebian('bullseye');
			expect(asInRhel8(debianRoot)).toBeGreaterThan(5);
			cpSync(binary, path.join(debianRoot, 'usr/bin/mailgrant'));
			const run = (...words: readonly string[]) =>
				runIn(debianRoot, ['/usr/bin/mailgrant', ...words], {lacking: newCalls});
			expect(run('--version')).toMatchObject({status: 0, stdout: `${version}\n`, stderr: ''});
			expect(run('list')).toMatchObject({
				status: 0,
				stderr: 'No grants yet. Add one: mailgrant add NAME\n',
			});
			expect(run('report', '/root/report.txt')).toMatchObject({status: 0});
		},
		120_000,
	);

	test.skipIf(!canEmulate)(
		'the same script builds for arm64',
		() => {
			npm('build:binary', '--', '--arch', 'arm64');
			const {stdout, stderr} = spawnSync(
				'qemu-aarch64-static',
				['-L', '/usr/aarch64-linux-gnu', binary.replace('x64', 'arm64'), '--version'],
				{encoding: 'utf8', env: {PATH: '/usr/bin:/bin', HOME: temporaryDirectory()}},
			);
			expect({stdout, stderr}).toEqual({stdout: `${version}\n`, stderr: ''});
		},
		120_000,
	);

	test('the package is installed and removed without a trace, and lintian finds nothing', () => {
		expect(spawnSync('lintian', [debian], {encoding: 'utf8'}).stdout).toBe('');
		const target = temporaryDirectory();
		mkdirSync(path.join(target, 'var/lib/dpkg/info'), {recursive: true});
		mkdirSync(path.join(target, 'var/lib/dpkg/updates'), {recursive: true});
		writeFileSync(path.join(target, 'var/lib/dpkg/status'), '');
		// Its scripts find no shell there.
		const forced = ['--force-depends', '--force-script-chrootless'];
		const dpkg = (...args: readonly string[]) =>
			execFileSync('dpkg', [`--root=${target}`, ...forced, ...args], {
				stdio: ['ignore', 'pipe', 'pipe'],
				encoding: 'utf8',
			});
		dpkg('--install', debian);
		const {stdout} = spawnSync(path.join(target, 'usr/bin/mailgrant'), ['--version'], {
			encoding: 'utf8',
		});
		expect(stdout).toBe(`${version}\n`);
		expect(
			dpkg('--listfiles', 'mailgrant')
				.trim()
				.split('\n')
				.filter(name => !statSync(path.join(target, name)).isDirectory()),
		).toEqual([
			'/usr/bin/mailgrant',
			'/usr/lib/systemd/system/mailgrant.service',
			'/usr/lib/sysusers.d/mailgrant.conf',
			'/usr/share/bash-completion/completions/mailgrant',
			'/usr/share/doc/mailgrant/NOTICES.gz',
			'/usr/share/doc/mailgrant/README.md.gz',
			'/usr/share/doc/mailgrant/changelog.gz',
			'/usr/share/doc/mailgrant/copyright',
			'/usr/share/fish/vendor_completions.d/mailgrant.fish',
			'/usr/share/lintian/overrides/mailgrant',
			'/usr/share/man/man1/mailgrant.1.gz',
			'/usr/share/zsh/vendor-completions/_mailgrant',
		]);
		const unit = readFileSync(
			path.join(target, 'usr/lib/systemd/system/mailgrant.service'),
			'utf8',
		);
		expect(unit).toContain('ExecStart=/usr/bin/mailgrant refresh --watch');
		// What an installation of the service writes, and what nobody else could bring back.
		const units = 'etc/systemd/system';
		const written = [
			`${units}/multi-user.target.wants/mailgrant.service`,
			`${units}/mailgrant.service.d/50-mailgrant.conf`,
			'var/cache/mailgrant/compiled',
		];
		const secret = 'var/lib/mailgrant/secrets.enc';
		for (const file of [...written, secret]) {
			mkdirSync(path.dirname(path.join(target, file)), {recursive: true});
			writeFileSync(path.join(target, file), '');
		}
		expect(dpkg('--purge', 'mailgrant')).toContain('are left: /var/lib/mailgrant\n');
		expect(written.filter(file => existsSync(path.join(target, file)))).toEqual([]);
		expect(existsSync(path.join(target, units, 'mailgrant.service.d'))).toBe(false);
		expect(existsSync(path.join(target, secret))).toBe(true);
		rmSync(path.join(target, 'etc'), {recursive: true});
		expect(readdirSync(target)).toEqual(['var']);
	}, 120_000);

	test('the package for npm holds what runs, and nothing else', () => {
		const [{files}] = JSON.parse(
			execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], {
				cwd: root,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			}).replace(/^[^[]*/, ''),
		) as [{readonly files: readonly {readonly path: string}[]}];
		const strangers = files
			.map(({path: name}) => name)
			.filter(
				name =>
					!/^(?:dist\/(?:mailgrant\.js|program\.mjs|package\.json|NOTICES|program\/[\w.-]+\.mjs)|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/.test(
						name,
					),
			);
		expect(strangers).toEqual([]);
		expect(files.map(({path: name}) => name)).toContain('dist/NOTICES');
	}, 60_000);
});
