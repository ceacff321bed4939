import {UserError} from '../../errors.js';
import {
	accountsFile,
	allFiles,
	dropInFile,
	mainUnitFile,
	mainUnitName,
	packagedUnitFile,
	serviceFiles,
	timerName,
} from '../../service/service-files.js';
import {originOf} from '../../service/stamp.js';
import type {Account, ServiceHost} from '../../service-port.js';
import {shellQuote} from '../../shell-quote.js';
import {passphraseInto} from './passphrase-into.js';
import type {PlannedService} from './service-wish.js';

/** Tells each thing once it is done. */
type Say = (line: string) => void;

type Options = {
	/** Also what was edited by hand, of which a copy is kept. */
	readonly isForced: boolean;
	readonly say: Say;
};

/** Makes the service, or brings one that is there up to the plan; whatever is right already is left as it is. */
export async function installService(
	host: ServiceHost,
	{plan, key, from}: PlannedService,
	{kind, isForced, say}: Options & {readonly kind: 'systemd' | 'cron'},
): Promise<void> {
	const {store, credential, user} = plan;
	requireAdmin(host, 'Installing');
	if (kind === 'systemd') requireSystemd(host, plan.systemd);
	const files = serviceFiles(plan, kind);
	const changed = files.filter(({path, text}) => host.readFile(path) !== text);
	const stale = kind === 'systemd' ? staleFiles(host, files) : [];
	if (!isForced) refuseEdited(host, [...changed.map(({path}) => path), ...stale], 'replaced');
	if (host.accounts.user(user)) requireReachable(host, accountOf(host, user), user);
	if (credential && key === 'kept' && !host.look(credential.file)) throw noKey(credential);

	const accounts = kind === 'systemd' ? accountsFile(plan) : undefined;
	for (const {path, text} of files) if (path === accounts) write(host, path, text, say);
	if (accounts !== undefined && !host.accounts.user(user)) {
		const made = await host.makeAccounts(accounts, user);
		if (!made.ok) throw failed(`The user ${user} can't be made`, made.said);
		say(`Made the user and group ${user}`);
	}
	const account = accountOf(host, user);
	requireReachable(host, account, user);
	if (from !== undefined) {
		const kept = host.moveStore(from, store.directory, account);
		say(`Moved ${from} to ${store.directory}, which belongs to ${user}`);
		if (kept !== undefined) say(`A copy stays in ${kept}; delete it once the service works`);
	}
	if (credential && key === 'moved') {
		host.moveKey(store.directory, credential.file);
		say(`Moved the key of the secrets to ${credential.file}, which root alone reads`);
	}
	if (credential && key === 'made' && host.makeKey(credential.file)) {
		say(`Made a key: ${credential.file}. Keep a copy of it with the backups, not beside them`);
	}
	if (plan.packaged !== undefined) say(`The package's unit is used: ${packagedUnitFile}`);
	for (const {path, text} of files) if (path !== accounts) write(host, path, text, say);
	for (const path of stale) remove(host, path, say);
	const hasChanged = changed.length > 0 || stale.length > 0 || from !== undefined;
	if (kind === 'systemd') await start(host, hasChanged, plan, say);
}

/** What an earlier installation wrote and this one does not: a unit that would count instead of the package's, or changes to it. */
function staleFiles(host: ServiceHost, files: readonly {readonly path: string}[]) {
	const written = files.map(({path}) => path);
	return [mainUnitFile, dropInFile].filter(
		path => !written.includes(path) && host.readFile(path) !== undefined,
	);
}

async function start(
	host: ServiceHost,
	hasChanged: boolean,
	{prometheus}: PlannedService['plan'],
	say: Say,
) {
	const control = async (...args: readonly string[]) => {
		const ran = await host.control(args);
		if (!ran.ok) {
			throw failed(`systemctl ${args.join(' ')} failed`, ran.said, [
				`See what it said: journalctl -u ${mainUnitName} -n 30`,
			]);
		}
	};
	const units = [mainUnitName, ...(prometheus === undefined ? [] : [timerName])];
	const isHere = host.root === '/';
	if (isHere) await control('daemon-reload');
	await control('enable', ...units);
	say(`Enabled ${units.join(' and ')}`);
	if (!isHere) return;
	// What runs already and is as it should be goes on without a gap.
	const isRunning = (await host.control(['is-active', '--quiet', ...units])).ok;
	if (isRunning && !hasChanged) return say('It runs, as it should');
	await control('restart', ...units);
	say(`Started ${units.join(' and ')}: systemctl status ${mainUnitName}`);
}

/** Ends the service and removes its files. Store, key and user stay: nobody else could bring them back. */
export async function removeService(host: ServiceHost, {isForced, say}: Options): Promise<void> {
	requireAdmin(host, 'Removing');
	const files = allFiles.filter(path => host.readFile(path) !== undefined);
	if (!isForced) refuseEdited(host, files, 'removed');
	const isPackaged = host.readFile(packagedUnitFile) !== undefined;
	const units = [
		...(files.includes(mainUnitFile) || (isPackaged && (await isUsed(host))) ? [mainUnitName] : []),
		...(files.some(path => path.endsWith(`/${timerName}`)) ? [timerName] : []),
	];
	const isHere = host.root === '/' && host.isBooted;
	if (units.length > 0) {
		const ran = await host.control(['disable', ...(isHere ? ['--now'] : []), ...units]);
		if (!ran.ok) throw failed(`systemctl disable ${units.join(' ')} failed`, ran.said);
		say(`${isHere ? 'Ended and disabled' : 'Disabled'} ${units.join(' and ')}`);
	}
	for (const path of files) remove(host, path, say);
	if (units.length > 0 && isHere) await host.control(['daemon-reload']);
	if (files.length === 0 && units.length === 0) say('Nothing of the service is installed');
	if (isPackaged) say(`The package's unit stays, and is not enabled: ${packagedUnitFile}`);
}

/** The unit of a package is there, whether anybody wants it or not. */
async function isUsed({control, root}: ServiceHost): Promise<boolean> {
	if ((await control(['is-enabled', '--quiet', mainUnitName])).ok) return true;
	return root === '/' && (await control(['is-active', '--quiet', mainUnitName])).ok;
}

function remove(host: ServiceHost, path: string, say: Say) {
	keepEdited(host, path, say);
	host.removeFile(path);
	say(`Removed ${path}`);
}

function write(host: ServiceHost, path: string, text: string, say: Say) {
	const before = host.readFile(path);
	if (before === text) return say(`As it should be: ${path}`);
	keepEdited(host, path, say);
	host.writeFile(path, text);
	say(`${before === undefined ? 'Wrote' : 'Replaced'} ${path}`);
}

function keepEdited(host: ServiceHost, path: string, say: Say) {
	const before = host.readFile(path);
	if (before === undefined || originOf(before) === 'ours') return;
	host.writeFile(`${path}.save`, before);
	say(`Kept what was edited by hand: ${path}.save`);
}

function refuseEdited(host: ServiceHost, paths: readonly string[], what: 'replaced' | 'removed') {
	const edited = paths.find(path => {
		const text = host.readFile(path);
		return text !== undefined && originOf(text) !== 'ours';
	});
	if (edited === undefined) return;
	const isOurs = originOf(host.readFile(edited) ?? '') === 'edited';
	throw new UserError(
		`${edited} ${isOurs ? 'was edited by hand' : 'was not written by mailgrant'}, so it is not ${what}. Nothing was changed.`,
		[
			`To have it ${what} all the same, with a copy kept beside it: --force`,
			...(edited.endsWith('.service')
				? ['Changes of your own last in a drop-in: systemctl edit mailgrant.service']
				: []),
		],
	);
}

function requireAdmin({isAdmin, root}: ServiceHost, what: 'Installing' | 'Removing') {
	if (isAdmin || root !== '/') return;
	throw new UserError(`${what} a service is for root.`, [
		'By sudo: sudo mailgrant service …',
		'To see what would be done: mailgrant service',
	]);
}

function requireSystemd({isBooted, root}: ServiceHost, systemd: number | undefined) {
	if (root !== '/' || (isBooted && systemd !== undefined)) return;
	throw new UserError('systemd does not run this host.', [
		'With cron: mailgrant service --cron',
		'Below another root, such as an image’s: mailgrant service --install --root DIR',
	]);
}

function requireReachable(host: ServiceHost, account: Account, user: string) {
	if (host.root !== '/') return;
	for (const word of host.program) {
		const isHidden = /^\/(?:var\/)?tmp\//.test(word);
		const closed = isHidden ? word : host.closedFor(account, word);
		if (closed === undefined) continue;
		throw new UserError(
			isHidden
				? `${word} lies in a directory of temporary files, where a service does not see it.`
				: `${user} can't get to ${word}: ${closed} is closed.`,
			[
				'Install mailgrant, and Node.js where it needs one, for all users: below /usr or /opt',
				`Look at it: ls -ld ${shellQuote(closed)}`,
			],
		);
	}
}

function accountOf({accounts}: ServiceHost, user: string): Account {
	const account = accounts.user(user);
	if (account) return account;
	throw new UserError(`There is no user ${user} yet.`, [
		'It is made by: sudo mailgrant service --install',
	]);
}

function noKey({name, file}: NonNullable<PlannedService['plan']['credential']>): UserError {
	const isKey = name === 'mailgrant-key';
	return new UserError(
		`${file} is missing, with the ${isKey ? 'key' : 'passphrase'} that the service opens the secrets with.`,
		[
			isKey
				? `Bring the key there, or say where it is: --key-file FILE`
				: `Write the passphrase into it, as root: ${passphraseInto(file)}`,
		],
	);
}

const failed = (what: string, said: string, more: readonly string[] = []) =>
	new UserError(`${what}.`, [...(said === '' ? [] : [`It said: ${said}`]), ...more]);
