import {UserError} from '../../errors.js';
import {isHidden} from '../../service/hardening.js';
import {packagedUnitFile} from '../../service/service-files.js';
import {
	oldestSystemd,
	type ServicePlan,
	type Store,
	stateDirectory,
	usualUser,
} from '../../service/service-plan.js';
import type {ServiceHost} from '../../service-port.js';
import {shellQuote} from '../../shell-quote.js';
import {broughtBefore, keyOf, refuseHanded} from './service-key.js';
import type {PlannedService, ServiceWish} from './service-wish.js';

/** Works out from the wish and the host what the service will be. Changes nothing; throws UserError for what can't be. */
export async function planService(host: ServiceHost, wish: ServiceWish): Promise<PlannedService> {
	const {kind} = wish;
	const systemd = kind === 'systemd' ? await systemdOf(host) : undefined;
	const store = storeOf(host, wish);
	const {user, group} = ownerOf(host, wish, store);
	const readers = readersOf(host, wish, group);
	const source = wish.from ?? store.directory;
	if (kind === 'cron') refuseHanded(host, source);
	const {credential, key} =
		kind === 'cron'
			? {credential: undefined, key: 'kept' as const}
			: keyOf(host, wish, source, store);
	const plan: ServicePlan = {
		version: host.version,
		systemd,
		program: host.program,
		user,
		group,
		readers,
		store,
		credential,
		command: wish.command,
		log: wish.log ?? 'text',
		prometheus: prometheusOf(wish),
		packaged: kind === 'systemd' ? host.readFile(packagedUnitFile) : undefined,
	};
	return {
		plan,
		key,
		from: wish.from,
		notes: [
			...notesOf(host, wish, plan),
			...(credential && key === 'kept' && !host.look(credential.file)
				? [broughtBefore(credential)]
				: []),
			...(kind === 'cron' ? [] : unreadable(host, source, plan)),
		],
	};
}

async function systemdOf(host: ServiceHost): Promise<number | undefined> {
	// Which one is below another root nobody can ask.
	if (host.root !== '/') return undefined;
	const systemd = await host.systemd();
	if (systemd === undefined || systemd >= oldestSystemd) return systemd;
	throw new UserError(
		`The units need systemd ${oldestSystemd} or newer, which hands out keys, and this is ${systemd}.`,
		['Without it: mailgrant service --cron'],
	);
}

function storeOf(host: ServiceHost, {kind, from}: ServiceWish): Store {
	const {directory, isNamed} = host.store;
	if (kind === 'cron') {
		if (from === undefined) return {directory, isState: false};
		throw new UserError('For cron the store stays where it is.', ['Leave out --from.'], 2);
	}
	const isState = !isNamed || directory === stateDirectory;
	if (from === undefined) return {directory: isState ? stateDirectory : directory, isState};
	if (!isState) {
		throw new UserError(
			'--config uses a store where it is, --from moves it.',
			['Give one of them.'],
			2,
		);
	}
	if (host.keyOf(from) === undefined) {
		throw new UserError(`There is no store in ${from}.`, [
			'Name the directory that mailgrant uses now: --from DIR',
		]);
	}
	const there = host.look(stateDirectory);
	if (there && !there.isEmpty) {
		throw new UserError(`${stateDirectory} holds a store already, so none is moved there.`, [
			'To use that one: leave out --from.',
			`To use the other where it is: --config ${shellQuote(from)}`,
		]);
	}
	return {directory: stateDirectory, isState};
}

function ownerOf({accounts, look, keyOf: keyAt}: ServiceHost, wish: ServiceWish, store: Store) {
	if (store.isState) {
		const user = wish.user ?? usualUser;
		if (user === usualUser) return {user, group: groupOf(accounts, wish.group) ?? usualUser};
		const account = accounts.user(user);
		if (!account) throw noSuch('user', user);
		const group = groupOf(accounts, wish.group) ?? accounts.groupName(account.gid);
		return {user, group: group ?? String(account.gid)};
	}
	const {directory} = store;
	const place = look(directory);
	if (!place?.isDirectory || !keyAt(directory)) {
		throw new UserError(`There is no store in ${directory} yet.`, [
			'Add a grant first, or name another: mailgrant --config DIR service',
		]);
	}
	const user = accounts.userName(place.uid) ?? String(place.uid);
	if (wish.user !== undefined && wish.user !== user) {
		throw new UserError(
			`${directory} belongs to ${user}, and a store is used by nobody else.`,
			[`Leave out --user, or move it: mailgrant service --from ${shellQuote(directory)}`],
			2,
		);
	}
	if (place.uid === 0 && wish.kind === 'systemd') {
		throw new UserError(`${directory} belongs to root, and the service has a user of its own.`, [
			`Let it be moved: mailgrant service --from ${shellQuote(directory)}`,
		]);
	}
	const primary = accounts.user(user)?.gid ?? place.gid;
	const group = groupOf(accounts, wish.group) ?? accounts.groupName(primary) ?? String(primary);
	return {user, group};
}

function groupOf(accounts: ServiceHost['accounts'], group: string | undefined) {
	if (group !== undefined && group !== usualUser && accounts.group(group) === undefined) {
		throw noSuch('group', group);
	}
	return group;
}

function readersOf({accounts}: ServiceHost, {kind, readers}: ServiceWish, group: string) {
	if (readers === undefined || readers === group) return undefined;
	if (kind === 'cron') {
		throw new UserError(
			'From cron no token files are kept, so there is nothing for readers.',
			['Programs ask for a token: mailgrant token NAME'],
			2,
		);
	}
	if (accounts.group(readers) === undefined) throw noSuch('group', readers);
	return readers;
}

function prometheusOf({prometheus}: ServiceWish): string | undefined {
	if (prometheus === undefined) return undefined;
	if (/^\/.*[^/]\.prom$/.test(prometheus)) return prometheus;
	throw new UserError(
		'--prometheus is no absolute path of a file that ends in .prom.',
		['As in: --prometheus /var/lib/prometheus/node-exporter/mailgrant.prom'],
		2,
	);
}

function notesOf(
	{accounts, keyOf: keyAt, isAdmin, look}: ServiceHost,
	{from, kind}: ServiceWish,
	{store, prometheus, user}: ServicePlan,
): readonly string[] {
	const isFresh =
		store.isState && from === undefined && kind === 'systemd' && !look(stateDirectory);
	const others =
		isFresh && isAdmin
			? accounts.homes.map(home => `${home}/.config/mailgrant`).filter(place => keyAt(place))
			: [];
	return [
		...others.map(
			place =>
				`There is a store in ${place}. To move it to the service: --from ${shellQuote(place)}`,
		),
		...(prometheus === undefined
			? []
			: [
					`${user} must be allowed to write beside ${prometheus}, such as by: setfacl -m u:${user}:rwx ${shellQuote(prometheus.slice(0, prometheus.lastIndexOf('/')))}`,
				]),
	];
}

/** Grants that would fail as soon as the service asks for them, though they work for whoever installs it. */
function unreadable(host: ServiceHost, source: string, plan: ServicePlan): readonly string[] {
	if (host.root !== '/') return [];
	// Who is made later is neither an owner nor in a group.
	const account = host.accounts.user(plan.user) ?? {uid: -1, gid: -1};
	return host
		.caFiles(source)
		.filter(({file}) => isHidden(plan, file) || host.closedFor(account, file) !== undefined)
		.map(
			({grant, file}) =>
				`The service can't read ${file}, the CA file of ${grant}. Copy it to where all may read it, such as /etc/ssl, then: sudo mailgrant service --run -- edit ${shellQuote(grant)} --ca-file FILE`,
		);
}

const noSuch = (kind: 'user' | 'group', name: string) =>
	new UserError(
		`There is no ${kind} "${name}" on this host.`,
		[`See which there are: getent ${kind === 'user' ? 'passwd' : 'group'}`],
		2,
	);
