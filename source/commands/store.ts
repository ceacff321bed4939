import {UserError} from '../errors.js';
import type {StoreAdmin, StoreStatus} from '../store-port.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {table} from './list.js';

const actions = ['status', 'migrate', 'roles', 'copy', 'use'] as const;
type Action = (typeof actions)[number];

/** What is done to the store itself: the local one, or the one that hosts share in PostgreSQL. */
export async function store(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, world} = invocation;
	const action = actionOf(invocation);
	const admin = await world.openStoreAdmin();
	switch (action) {
		case 'status': {
			const found = await admin.status();
			if (isJson) output.json(found);
			else output.print(statusText(found));
			return 0;
		}
		case 'roles':
			output.print(await admin.rolesSql());
			return 0;
		case 'use':
			output.print(`In use from now on: ${await admin.use(invocation.arguments[1] ?? '')}`);
			return 0;
		case 'migrate':
			return migrate(invocation, admin);
		case 'copy': {
			const {from, to} = sides(options);
			const {grants} = await admin.copy({from, to, isReplacing: options.replace === true});
			if (isJson) output.json({copied: grants});
			else {
				output.print(
					grants.length === 0 ? 'There was no grant to copy.' : `Copied: ${grants.join(', ')}`,
				);
			}
			output.tell(
				'Use one of both stores from now on: a refresh token that serves once can’t serve two.',
			);
			return 0;
		}
	}
}

async function migrate(
	{isJson, options, output}: Invocation,
	admin: StoreAdmin,
): Promise<ExitCode> {
	const isDry = options['dry-run'] === true;
	const done = await admin.migrate({isDry});
	if (isJson) output.json({...done, isDry});
	else if (done.steps.length === 0)
		output.print(`Nothing to do: the schema is of version ${done.to}.`);
	else if (isDry) output.print(done.sql);
	else {
		output.print(
			[
				`The schema is of version ${done.to} now.`,
				...done.steps.map(({version, what}) => `  ${version}: ${what}`),
			].join('\n'),
		);
	}
	if (done.told) {
		output.tell(
			`Told by mail when something needs a person, from now on by all hosts together: ${done.told.join(', ')}`,
		);
	}
	if (done.keyAt !== undefined && done.steps.length > 0) {
		output.tell(
			[
				`Key of the store: ${done.keyAt}`,
				'Bring it to every other host, in the same place and mode; without it nobody reads the secrets.',
			].join('\n'),
		);
	}
	return 0;
}

function actionOf({arguments: [word = '', ...more], options}: Invocation): Action {
	const wrong = (text: string) =>
		new UserError(text, ['How it is used: mailgrant store --help'], 2);
	const action = actions.find(each => each === word);
	if (!action) throw wrong(`store is followed by one of: ${actions.join(', ')}.`);
	if (action === 'use' ? more.length !== 1 : more.length > 0) {
		throw wrong(
			action === 'use'
				? 'store use takes one store: local, or postgres://USER@HOST/DATABASE.'
				: `store ${action} takes no further word.`,
		);
	}
	if (options['dry-run'] && action !== 'migrate') throw wrong('--dry-run is for store migrate.');
	const isOfCopy = ['from', 'to', 'replace'].some(name => options[name] !== undefined);
	if (isOfCopy && action !== 'copy') throw wrong('--from, --to and --replace are for store copy.');
	return action;
}

function sides({from, to}: Invocation['options']): {readonly from: string; readonly to: string} {
	if (typeof from === 'string' && typeof to === 'string') {
		if (from.trim() !== to.trim()) return {from, to};
		throw new UserError('store copy goes from one store to another, and both are the same.', [], 2);
	}
	throw new UserError(
		'store copy lacks its --from or its --to.',
		['As in: mailgrant store copy --from local --to postgres://USER@HOST/DATABASE'],
		2,
	);
}

function statusText(found: StoreStatus): string {
	const rows =
		found.kind === 'local'
			? [
					['Store', `local, ${found.directory}`],
					['Grants', String(found.grants)],
				]
			: [
					['Store', found.address],
					['Server', `PostgreSQL ${found.server} at ${found.host}, which takes the writes`],
					[
						'Connection',
						`${found.tls ?? 'in clear'}, ${found.roundTripMs.toFixed(1)} ms${found.isPooled ? ', through a pooler' : ''}`,
					],
					['Schema', `version ${found.schema}`],
					['Grants', String(found.grants)],
					['Key', `since ${found.keySince}, by ${found.keyBy}; this host has it`],
					[
						'Standbys',
						found.standbys === 0 ? 'none that this role may see' : String(found.standbys),
					],
					...found.sessions.map(({name, count}) => [
						'Also there',
						count === 1 ? name : `${name}, ${count} times`,
					]),
				];
	return table(rows);
}
