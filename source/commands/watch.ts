import {UserError} from '../errors.js';
import {logJson, logLine, priorityOf} from '../refresh/log-line.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import type {TaskContext} from '../tasks/context.js';
import {watchGrants} from '../tasks/watch-grants.js';
import type {Lookout, Watch} from '../watch-port.js';
import type {ExitCode} from './command.js';
import {Interrupted} from './interrupted.js';
import type {Invocation} from './invocation.js';
import {tellFileSystem} from './tell-file-system.js';
import {tokenFilesWish} from './token-files-wish.js';

/** `refresh --watch`: keeps grants fresh until a signal, which is the way in which it is ended and no failure. */
export async function watch(invocation: Invocation): Promise<ExitCode> {
	const {arguments: names, options, output, signal, timeoutMs, world} = invocation;
	if (options.force) {
		throw new UserError(
			'--watch renews what is due, and takes no --force.',
			['First: mailgrant refresh --force'],
			2,
		);
	}
	const isJson = isJsonLog(options.log, invocation.isJson);
	const opened = await world.openWatch({
		...tokenFilesWish(options),
		command: typeof options.exec === 'string' ? options.exec : undefined,
	});
	const {watch} = opened;
	tellFileSystem(opened.services ?? opened, output);
	const log = (event: WatchEvent) => {
		const at = watch.now();
		if (isJson) output.json(logJson(event, at));
		else if (!world.isJournal) output.print(logLine(event, at, {hasTime: true}));
		// The journal takes the priority off the line (sd-daemon(3)): journalctl -p warning.
		else output.print(`<${priorityOf(event)}>${logLine(event, at, {hasTime: false})}`);
	};
	const {services} = opened;
	const lookout = services ? await lookoutOf({services, watch, signal, timeoutMs}) : opened.lookout;
	await watchGrants({names, watch, lookout, signal, timeoutMs, log});
	if (signal.aborted && !(signal.reason instanceof Interrupted)) throw signal.reason;
	return 0;
}

function isJsonLog(wanted: string | true | undefined, isJson: boolean): boolean {
	if (wanted === undefined) return isJson;
	if (wanted === 'json' || wanted === 'text') return wanted === 'json';
	throw new UserError('--log is text or json.', ['As in: --log json'], 2);
}

/** Looks at them in this process. */
async function lookoutOf({
	services,
	watch,
	signal,
	timeoutMs,
}: TaskContext & {readonly watch: Watch}): Promise<Lookout> {
	const {createLookout} = await import('../tasks/lookout.js');
	return createLookout({services, signal, timeoutMs}, watch);
}
