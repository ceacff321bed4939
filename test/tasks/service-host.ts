import type {ServiceHost, StoreKey} from '../../source/service-port.js';

/** A host in memory that records what is done to it. */
export function serviceHost(given: Partial<ServiceHost> = {}) {
	const files = new Map<string, string>();
	const done: string[] = [];
	const places = new Map<string, {readonly uid: number; readonly gid: number}>();
	const keys = new Map<string, StoreKey>();
	const users = new Map([
		['root', {uid: 0, gid: 0}],
		['ev', {uid: 1000, gid: 1000}],
	]);
	const groups = new Map([
		['root', 0],
		['ev', 1000],
		['extraview', 200],
	]);
	let isActive = false;
	let isEnabled = false;
	const nameOf = (map: ReadonlyMap<string, unknown>, isIt: (value: never) => boolean) =>
		[...map].find(([, value]) => isIt(value as never))?.[0];
	const host: ServiceHost = {
		root: '/',
		version: '1.2.3',
		isAdmin: true,
		isBooted: true,
		systemd: async () => 252,
		program: ['/usr/bin/node', '/usr/lib/mailgrant.js'],
		store: {directory: '/root/.config/mailgrant', isNamed: false},
		ownUser: 'root',
		accounts: {
			user: name => users.get(name),
			userName: uid => nameOf(users, ({uid: own}: {uid: number}) => own === uid),
			group: name => groups.get(name),
			groupName: gid => nameOf(groups, (own: number) => own === gid),
			homes: ['/root'],
		},
		look(path) {
			const place = places.get(path);
			if (files.has(path)) return {uid: 0, gid: 0, isDirectory: false, isEmpty: false};
			return place && {...place, isDirectory: true, isEmpty: !keys.has(path)};
		},
		keyOf: directory => keys.get(directory),
		caFiles: () => [],
		closedFor: () => undefined,
		readFile: path => files.get(path),
		writeFile(path, text) {
			files.set(path, text);
			done.push(`write ${path}`);
		},
		removeFile(path) {
			files.delete(path);
			done.push(`remove ${path}`);
		},
		makeKey(path) {
			if (files.has(path)) return false;
			files.set(path, 'key');
			done.push(`key ${path}`);
			return true;
		},
		moveKey(directory, to) {
			keys.set(directory, {from: 'credential'});
			files.set(to, 'key');
			done.push(`key ${directory} to ${to}`);
		},
		moveStore(from, to, {uid, gid}) {
			keys.set(to, keys.get(from) ?? {from: 'own'});
			keys.delete(from);
			places.set(to, {uid, gid});
			done.push(`store ${from} to ${to} for ${uid}`);
			return undefined;
		},
		async makeAccounts(_, user) {
			users.set(user, {uid: 990, gid: 990});
			groups.set(user, 990);
			done.push(`account ${user}`);
			return {ok: true, said: ''};
		},
		async control(args) {
			if (args[0] === 'is-active') return {ok: isActive, said: ''};
			if (args[0] === 'is-enabled') return {ok: isEnabled, said: ''};
			if (args[0] === 'restart') isActive = true;
			if (args[0] === 'enable') isEnabled = true;
			if (args[0] === 'disable') {
				isActive = false;
				isEnabled = false;
			}
			done.push(`systemctl ${args.join(' ')}`);
			return {ok: true, said: ''};
		},
		runAs: async (_, args) => {
			done.push(`run ${args.join(' ')}`);
			return 0;
		},
		...given,
	};
	return {
		host,
		files,
		/** What was done since it was asked last. */
		done: () => done.splice(0),
		addStore(directory: string, key: StoreKey, {uid, gid} = {uid: 0, gid: 0}) {
			keys.set(directory, key);
			places.set(directory, {uid, gid});
		},
	};
}
