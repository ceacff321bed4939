import {execFile, execFileSync} from 'node:child_process';
import {mkdirSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Another Debian, without a kernel and a network of its own. */
export type DebianRoot = {
	/** Where a path of it is on this host. */
	readonly path: (path: string) => string;
	/** What starts a program in it, as root. */
	readonly prefix: readonly string[];
};

const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom'];

// What is mounted goes with the last program of this one's namespace.
const entering = `set -e
root=$1
shift
while [ "$1" != -- ]; do
	mount --rbind "$1" "$root$1"
	shift
done
shift
exec chroot "$root" "$@"
`;

/** Why there can be none; undefined when there can. */
export function whyNoRoot(): string | undefined {
	try {
		execFileSync('unshare', ['--mount', 'mount', '--bind', '/tmp', '/tmp'], {stdio: 'ignore'});
		return undefined;
	} catch {
		return 'nothing can be mounted here';
	}
}

/** Unpacks archives into a directory, without what packages run when they are installed. */
export async function unpackRoot({
	directory,
	archives,
	shared,
}: {
	readonly directory: string;
	readonly archives: readonly string[];
	/** Paths of this host that stand there too. */
	readonly shared: readonly string[];
}): Promise<DebianRoot> {
	const path = (name: string) => join(directory, name);
	for (const archive of archives) await run('dpkg-deb', ['--extract', archive, directory]);
	const all = ['/proc', ...devices, ...shared];
	for (const name of all) {
		if (statSync(name).isDirectory()) mkdirSync(path(name), {recursive: true});
		else {
			mkdirSync(dirname(path(name)), {recursive: true});
			writeFileSync(path(name), '');
		}
	}
	const prefix = ['unshare', '--mount', 'sh', '-c', entering, 'sh', directory, ...all, '--'];
	return {path, prefix};
}
