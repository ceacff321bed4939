import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

const sources = `Types: deb
URIs: http://deb.debian.org/debian
Suites: sid experimental
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

// The first call names every archive, since in an empty directory each is still to be fetched.
const fetching = `set -e
none=$1
shift
apt-get -qq update >&2
apt-get -qq -y --no-install-recommends -o Dir::Cache::Archives="$none" --print-uris install "$@"
apt-get -qq -y --no-install-recommends --download-only install "$@" >&2
apt-get -qq autoclean >&2
`;

/** Archives of Debian's packages with all that they depend on, from sid, or experimental where sid has none; or why there are none. What was fetched stays in the user's cache; this host's own apt knows nothing of it. */
export async function fetchPackages(
	names: readonly string[],
): Promise<{readonly archives: readonly string[]} | {readonly why: string}> {
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mailgrant-interop');
	const archives = join(cache, 'archives');
	const configuration = join(cache, 'apt.conf');
	try {
		for (const name of ['lists/partial', 'archives/partial', 'none/partial', 'sources', 'nothing'])
			mkdirSync(join(cache, name), {recursive: true, mode: 0o700});
		writeFileSync(join(cache, 'sources/debian.sources'), sources);
		writeFileSync(join(cache, 'status'), '');
		const {stdout: usual} = await run('apt-config', ['dump']);
		// Of this host's settings only how it fetches: others would run commands after an update.
		const ways = usual.split('\n').filter(line => /^Acquire::(https?:|Check-)/.test(line));
		const own = {
			'Dir::Cache': cache,
			'Dir::Cache::Archives': archives,
			'Dir::State': cache,
			'Dir::State::Lists': join(cache, 'lists'),
			'Dir::State::Status': join(cache, 'status'),
			'Dir::Etc': join(cache, 'nothing'),
			'Dir::Etc::Parts': join(cache, 'nothing'),
			'Dir::Etc::SourceParts': join(cache, 'sources'),
			'Acquire::Languages': 'none',
			'Acquire::Retries': '2',
			'APT::Sandbox::User': 'root',
		};
		const settings = Object.entries(own).map(([name, value]) => `${name} "${value}";`);
		writeFileSync(configuration, [...ways, ...settings, ''].join('\n'));
		const limited = [join(cache, 'lock'), 'timeout', '60'];
		const fetch = ['sh', '-c', fetching, 'sh', join(cache, 'none'), ...names];
		const {stdout} = await run('flock', [...limited, ...fetch], {
			env: {...process.env, LC_ALL: 'C', APT_CONFIG: configuration},
		});
		// Each line: 'URI' FILE BYTES HASH
		const files = stdout.trim().split('\n');
		return {archives: files.map(line => join(archives, line.split(' ')[1] ?? ''))};
	} catch (error) {
		const {stderr, message, code} = error as Error & {stderr?: string; code?: unknown};
		// So timeout(1) ends.
		if (code === 124) return {why: 'Debian’s packages did not come within a minute'};
		return {why: /^[WE]: .*$/m.exec(stderr ?? '')?.[0] ?? message};
	}
}
