import {UserError} from '../errors.js';
import {mountsPass} from '../extraview/mounts/judge-web-server.js';
import {checkExtraviewUrl} from '../providers/extraview-url.js';
import type {Services} from '../services.js';
import type {TaskContext} from '../tasks/context.js';
import {listRecords, readRecord} from '../tasks/grants.js';
import {
	applyMounts,
	type MountCheck,
	type MountWish,
	mountWish,
	plannedLines,
	readMounts,
	reloadWebServer,
} from '../tasks/web-server.js';
import type {Applied} from '../web-server-port.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {mountJson, mountLinesOf} from './write-mounts.js';

type Change = {
	readonly applied: Applied;
	readonly isReloaded: boolean;
	/** Why a reload that was wanted did not happen. */
	readonly notReloaded?: string;
};

/** Judges this host's Apache for each instance, and on a typed word writes what is missing. */
export async function mounts(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, signal, timeoutMs, world} = invocation;
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	const results: object[] = [];
	let isOk = true;
	for (const wish of instances(invocation, services)) {
		const {url} = wish;
		const check = await readMounts(context, {
			url,
			configFile: textOption(options['apache-config']) ?? wish.configFile,
			worker: textOption(options.worker) ?? wish.worker,
		});
		const passes = check.is === 'apache' && mountsPass(check.report);
		if (!isJson) output.print(mountLinesOf(url, check).join('\n'));
		const change = options.apply && !passes ? await apply(invocation, context, check) : undefined;
		isOk = isOk && (passes || isDone(change));
		results.push({
			...mountJson(url, passes, check),
			...(change && {
				applied: {
					...change.applied,
					reloaded: change.isReloaded,
					...(change.notReloaded !== undefined && {notReloaded: change.notReloaded}),
				},
			}),
		});
	}
	if (isJson) output.json(results);
	return isOk ? 0 : 1;
}

const isDone = (change: Change | undefined) =>
	change?.applied.ok === true && change.notReloaded === undefined;

const textOption = (value: string | true | undefined) =>
	typeof value === 'string' ? value : undefined;

/** Of `--extraview-url`, of the named grant, or of all grants, each base URL once. */
function instances(
	{options, arguments: names}: Invocation,
	services: Services,
): readonly MountWish[] {
	const given = textOption(options['extraview-url']);
	if (given !== undefined) {
		const checked = checkExtraviewUrl(given);
		if ('error' in checked) throw new UserError(`--extraview-url: ${checked.error}`, [], 2);
		if (checked.value !== undefined) return [{url: checked.value}];
	}
	const [name] = names;
	const records = name === undefined ? listRecords(services) : [readRecord(services, name)];
	const wishes = new Map(
		records.flatMap(({grant}) => {
			const wish = mountWish(grant);
			return wish ? [[wish.url, wish] as const] : [];
		}),
	);
	if (wishes.size > 0) return [...wishes.values()];
	throw new UserError(
		name === undefined
			? 'No grant has an ExtraView base URL.'
			: `${name} has no ExtraView base URL.`,
		['Say which instance it is about: mailgrant mounts --extraview-url https://HOST/INSTANCE'],
		2,
	);
}

async function apply(
	invocation: Invocation,
	context: TaskContext,
	check: MountCheck,
): Promise<Change | undefined> {
	const {output, options} = invocation;
	if (check.is !== 'apache') {
		throw new UserError('There is no Apache here whose configuration could be changed.', [
			...check.nextSteps,
		]);
	}
	const insertion = plannedLines(check.report);
	if (!insertion) return undefined;
	const isMeant =
		options.yes === true ||
		(await isTyped(invocation, 'apply', `Type apply to write the lines into ${insertion.file}:`));
	if (!isMeant) {
		output.tell('Nothing was written.');
		return undefined;
	}
	const applied = await applyMounts(context, check.apache, insertion);
	if (!applied.ok) {
		output.tell(
			`Apache refuses the lines, and ${applied.file} is again what it was. It said: ${applied.said}`,
		);
		return {applied, isReloaded: false};
	}
	output.tell(
		[
			`Written: ${applied.file}`,
			`Backup:  ${applied.backup}`,
			`To take it back: ${applied.undo}`,
			...(applied.reload ? [`To put it in force: ${applied.reload}`] : []),
		].join('\n'),
	);
	const wantsReload =
		options.reload === true ||
		(invocation.input.isTerminal &&
			!options.yes &&
			(await isTyped(invocation, 'reload', 'Type reload to put it in force now, else Enter:')));
	if (!wantsReload) return {applied, isReloaded: false};
	try {
		await reloadWebServer(context, check.apache);
	} catch (error) {
		// The lines are written all the same, and that has to be told too.
		if (!(error instanceof UserError)) throw error;
		output.tell([error.message, ...error.nextSteps.map(step => `  ${step}`)].join('\n'));
		return {applied, isReloaded: false, notReloaded: error.message};
	}
	output.tell('Apache reloads its configuration. See whether it arrives: mailgrant probe NAME');
	return {applied, isReloaded: true};
}

async function isTyped(
	{input, output, signal}: Invocation,
	word: string,
	question: string,
): Promise<boolean> {
	if (!input.isTerminal) {
		throw new UserError(
			'Without a terminal nobody can confirm it.',
			['If it is meant, add --yes. Nothing was written.'],
			2,
		);
	}
	output.ask(question);
	return (await input.readLine(signal)).trim() === word;
}
