import {UserError} from '../errors.js';
import {ownCronTable} from '../service/cron-table.js';
import {
	cronFile,
	packagedUnitFile,
	type ServiceFile,
	serviceFiles,
} from '../service/service-files.js';
import {originOf} from '../service/stamp.js';
import type {ServiceHost} from '../service-port.js';
import {installService, removeService} from '../tasks/service/change-service.js';
import {installedKeyFile} from '../tasks/service/installed-key-file.js';
import {planService} from '../tasks/service/plan-service.js';
import type {PlannedService, ServiceWish} from '../tasks/service/service-wish.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** The watcher as a service of this host: prints what would be written, or writes or removes it. */
export async function service(invocation: Invocation): Promise<ExitCode> {
	const {options, output, world} = invocation;
	const verb = verbOf(invocation);
	const host = await world.openServiceHost(textOption(options.root));
	const wish = wishOf(options);
	const changes = {isForced: options.force === true, say: output.print};
	switch (verb) {
		case 'remove':
			await removeService(host, changes);
			output.tell(
				'The settings, secrets and key stay, and so does the user. A new --install finds them.',
			);
			return 0;
		case 'install': {
			const planned = await planService(host, wish);
			await installService(host, planned, {...changes, kind: wish.kind});
			for (const note of planned.notes) output.tell(note);
			if (planned.plan.store.isState && wish.kind === 'systemd') output.tell(howToUse);
			return 0;
		}
		case 'run': {
			const keyFile = wish.keyFile ?? installedKeyFile(host);
			return runAs(invocation, host, await planService(host, {...wish, keyFile}));
		}
		case 'print':
			return print(invocation, host, wish);
	}
}

type Verb = 'print' | 'install' | 'remove' | 'run';

function verbOf({options, arguments: words, isJson}: Invocation): Verb {
	const given = (['install', 'remove', 'run'] as const).filter(name => options[name] === true);
	if (given.length > 1) throw wrong('--install, --remove and --run are three things.');
	const [verb = 'print'] = given;
	if (words.length > 0 && verb !== 'run') throw wrong('service takes no argument without --run.');
	if (options['dry-run'] === true && verb === 'run') throw wrong('--run runs, and tries nothing.');
	if (isJson && verb !== 'print') throw wrong('--json goes with what is printed only.');
	return options['dry-run'] === true ? 'print' : verb;
}

function wishOf(options: Invocation['options']): ServiceWish {
	const log = textOption(options.log);
	if (log !== undefined && log !== 'text' && log !== 'json') throw wrong('--log is text or json.');
	return {
		kind: options.cron === true ? 'cron' : 'systemd',
		user: nameOption(options, 'user'),
		group: nameOption(options, 'group'),
		readers: nameOption(options, 'readers'),
		from: pathOption(options, 'from'),
		keyFile: pathOption(options, 'key-file'),
		command: textOption(options.exec),
		log,
		prometheus: textOption(options.prometheus),
	};
}

/** Units have no way to quote these. */
function nameOption(options: Invocation['options'], name: string): string | undefined {
	const text = textOption(options[name]);
	if (text === undefined || /^[A-Za-z_][\w.-]{0,30}\$?$/.test(text)) return text;
	throw wrong(`--${name} is no name of a user or group.`);
}

function pathOption(options: Invocation['options'], name: string): string | undefined {
	const text = textOption(options[name]);
	if (text === undefined || /^\/[^\n\0]*$/.test(text)) return text?.replace(/(?<=.)\/+$/, '');
	throw wrong(`--${name} is no absolute path.`);
}

async function print(
	{isJson, output, options}: Invocation,
	host: ServiceHost,
	wish: ServiceWish,
): Promise<ExitCode> {
	const planned = await planService(host, wish);
	const files = serviceFiles(planned.plan, wish.kind);
	if (isJson) {
		output.json({
			files: files.map(({path, text}) => ({path, text, state: stateOf(host, {path, text})})),
			user: planned.plan.user,
			group: planned.plan.group,
			store: planned.plan.store.directory,
			...(planned.plan.credential && {key: planned.plan.credential.file}),
			...(planned.plan.packaged !== undefined && {packaged: packagedUnitFile}),
			notes: planned.notes,
		});
		return 0;
	}
	if (wish.kind === 'cron' && !host.isAdmin && host.root === '/') {
		output.print(ownCronTable(planned.plan).trimEnd());
		output.tell(`Put these lines into your own table: crontab -e. As root: ${cronFile}`);
		return 0;
	}
	const {packaged} = planned.plan;
	if (packaged !== undefined) {
		output.print(`# ${packagedUnitFile} is the package's, and is used:\n${packaged.trimEnd()}\n`);
	}
	for (const file of files) {
		output.print(`# ${file.path} ${words[stateOf(host, file)]}\n${file.text.trimEnd()}\n`);
	}
	for (const line of outlook(host, planned, wish, options.remove === true)) output.tell(line);
	return 0;
}

type State = 'missing' | 'same' | 'other' | 'edited' | 'foreign';

function stateOf(host: ServiceHost, {path, text}: ServiceFile): State {
	const there = host.readFile(path);
	if (there === undefined) return 'missing';
	if (there === text) return 'same';
	const origin = originOf(there);
	return origin === 'ours' ? 'other' : origin;
}

const words: Readonly<Record<State, string>> = {
	missing: 'would be written:',
	same: 'is as it should be:',
	other: 'would be replaced by:',
	edited: 'was edited by hand, and would be replaced only with --force, by:',
	foreign: 'was not written by mailgrant, and would be replaced only with --force, by:',
};

function outlook(
	host: ServiceHost,
	{plan, key, from, notes}: PlannedService,
	{kind}: ServiceWish,
	isRemoval: boolean,
): readonly string[] {
	if (isRemoval) return ['Nothing was changed. --remove ends the service and removes these files.'];
	const {store, credential, user} = plan;
	return [
		'Nothing was changed.',
		...(host.isBooted || kind === 'cron' || host.root !== '/'
			? []
			: ['systemd does not run this host. With cron: mailgrant service --cron']),
		...(from === undefined
			? []
			: [`--install also moves ${from} to ${store.directory}, for ${user}.`]),
		...(credential && key === 'moved'
			? [`--install also moves the key of the secrets to ${credential.file}.`]
			: []),
		...(credential && key === 'made' ? [`--install also makes a key: ${credential.file}`] : []),
		...notes,
		'To install it: sudo mailgrant service --install, with the same options',
	];
}

async function runAs(
	{arguments: args}: Invocation,
	host: ServiceHost,
	{plan}: PlannedService,
): Promise<ExitCode> {
	const {user, group, store, credential} = plan;
	if (host.root !== '/') throw wrong('--run is for this host, and --root names another.');
	if (!host.isAdmin) {
		throw new UserError('Only root gets to the key of the service.', [
			'By sudo: sudo mailgrant service --run -- COMMAND …',
		]);
	}
	const account = host.accounts.user(user);
	const missing = credential && !host.look(credential.file) ? credential.file : undefined;
	if (!account || missing !== undefined) {
		throw new UserError(
			`The service is not installed: there is no ${account ? missing : `user ${user}`}.`,
			[
				'Install it first: sudo mailgrant service --install',
				'Where its key lies elsewhere: sudo mailgrant service --run --key-file FILE -- COMMAND …',
			],
		);
	}
	const gid = host.accounts.group(group) ?? account.gid;
	const code = await host.runAs({account: {uid: account.uid, gid}, user, store, credential}, args);
	return code === 0 || code === 2 || code === 3 ? code : 1;
}

const textOption = (value: string | true | undefined) =>
	typeof value === 'string' ? value : undefined;

const wrong = (message: string) =>
	new UserError(message, ['How it is used: mailgrant service --help'], 2);

const howToUse =
	'To add grants and sign in, as the service and with its key: sudo mailgrant service --run';
