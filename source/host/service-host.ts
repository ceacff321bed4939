import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {findProgram, usualDirectories} from '../programs/find-program.js';
import type {Ran} from '../programs-port.js';
import {runProgram} from '../run-program.js';
import type {ServiceHost} from '../service-port.js';
import {writeOnce} from '../storage/durable.js';
import {errorCode, explained} from '../storage/file-errors.js';
import {keyText, newKey} from '../storage/key-file.js';
import {userName} from '../user-name.js';
import {createAccounts} from './accounts.js';
import {closedFor} from './closed-for.js';
import {runAs} from './run-as.js';
import {caFiles, moveKey, moveStore, storeKey} from './store-files.js';

/** A start waits until the watcher is ready. */
const commandMs = 300_000;

/** The host that runs this process, or what is below another root. */
export function createServiceHost({
	root: named = '/',
	version,
	store,
	environment,
	signal,
	execPath,
	file,
}: {
	readonly root?: string;
	readonly version: string;
	readonly store: ServiceHost['store'];
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** Of Node.js. */
	readonly execPath: string;
	/** What Node.js was started with; undefined where Node.js and the program are one executable. */
	readonly file: string | undefined;
}): ServiceHost {
	const root = path.resolve(named);
	const below = (at: string) => path.join(root, at);
	const program =
		file === undefined ? [execPath] : [execPath, existsSync(file) ? realpathSync(file) : file];
	const rooted = root === '/' ? [] : [`--root=${root}`];

	async function run(name: string, args: readonly string[]): Promise<Ran> {
		const found = await findProgram(name, usualDirectories);
		if (found === undefined) return {ok: false, said: `There is no ${name} on this host.`};
		return runProgram(found, {
			args,
			directory: '/',
			environment: {PATH: usualDirectories.join(':'), LANG: 'C.UTF-8', SYSTEMD_COLORS: '0'},
			isErrorFirst: true,
			// A service that systemctl starts is systemd's; nothing is to be ended beside it.
			leavesRunning: true,
			signal,
			timeoutMs: commandMs,
		});
	}

	return {
		root,
		version,
		isAdmin: process.geteuid?.() === 0,
		async systemd() {
			const {ok, said} = await run('systemctl', ['--version']);
			const found = ok ? /^systemd (\d+)/m.exec(said)?.[1] : undefined;
			return found === undefined ? undefined : Number(found);
		},
		// As sd_booted(3) tells it.
		isBooted: existsSync('/run/systemd/system'),
		program,
		store,
		ownUser: userName(),
		accounts: createAccounts(root, environment),
		look(at) {
			const place = below(at);
			const stats = unlessClosed(() => statSync(place, {throwIfNoEntry: false}));
			if (!stats) return undefined;
			const isDirectory = stats.isDirectory();
			const isEmpty = isDirectory && unlessClosed(() => readdirSync(place))?.length === 0;
			return {uid: stats.uid, gid: stats.gid, isDirectory, isEmpty};
		},
		keyOf: at => storeKey(below(at)),
		caFiles: at => unlessClosed(() => caFiles(below(at))) ?? [],
		closedFor,
		readFile(at) {
			const place = below(at);
			try {
				return readFileSync(place, 'utf8');
			} catch (error) {
				if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
				return explained('read', place, () => {
					throw error;
				});
			}
		},
		writeFile(at, text) {
			const place = below(at);
			const beside = path.join(path.dirname(place), `.${path.basename(place)}.new`);
			explained('write', place, () => {
				mkdirSync(path.dirname(place), {recursive: true, mode: 0o755});
				rmSync(beside, {force: true});
				writeFileSync(beside, text, {mode: 0o644, flag: 'wx', flush: true});
				renameSync(beside, place);
			});
		},
		removeFile(at) {
			const place = below(at);
			explained('write', place, () => {
				rmSync(place, {force: true});
				// A directory of drop-ins is there for what is in it.
				const directory = path.dirname(place);
				if (!directory.endsWith('.service.d') || readdirSync(directory).length > 0) return;
				rmdirSync(directory);
			});
		},
		makeKey(at) {
			const place = below(at);
			return explained('write', place, () => {
				mkdirSync(path.dirname(place), {recursive: true, mode: 0o700});
				return writeOnce(place, keyText(newKey()));
			});
		},
		moveKey: (directory, to) => moveKey(below(directory), below(to)),
		moveStore: (from, to, owner) => moveStore(below(from), below(to), owner),
		async makeAccounts(at, user) {
			const made = await run('systemd-sysusers', [...rooted, below(at)]);
			if (made.ok || root !== '/') return made;
			return run('useradd', ['--system', '--user-group', '--no-create-home', user]);
		},
		control: args => run('systemctl', [...rooted, ...args]),
		runAs: (service, args) => runAs(service, [...program, ...args], environment),
	};
}

/** What only root may see is not there for others. */
function unlessClosed<Value>(work: () => Value): Value | undefined {
	try {
		return work();
	} catch (error) {
		if (errorCode(error) === 'EACCES') return undefined;
		throw error;
	}
}
