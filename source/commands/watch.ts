import {UserError} from '../errors.js';
import {logJson, logLine, priorityOf} from '../refresh/log-line.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import {watchGrants} from '../tasks/watch-grants.js';
import type {ExitCode} from './command.js';
import {Interrupted} from './interrupted.js';
import type {Invocation} from './invocation.js';
import {tellFileSystem} from './tell-file-system.js';

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
	const services = await world.openServices();
	const ports = await world.openWatch(services, {
		tokenDirectory: textOf(options['token-dir']),
		owner: textOf(options['token-owner']),
		command: textOf(options.exec),
	});
	tellFileSystem(services, output);
	const log = (event: WatchEvent) => {
		const now = services.now();
		if (isJson) output.json(logJson(event, now));
		else if (!world.isJournal) output.print(logLine(event, now, {hasTime: true}));
		// The journal takes the priority off the line (sd-daemon(3)): journalctl -p warning.
		else output.print(`<${priorityOf(event)}>${logLine(event, now, {hasTime: false})}`);
	};
	await watchGrants({services, signal, timeoutMs}, {names, watch: ports, log});
	if (signal.aborted && !(signal.reason instanceof Interrupted)) throw signal.reason;
	return 0;
}

function isJsonLog(wanted: string | true | undefined, isJson: boolean): boolean {
	if (wanted === undefined) return isJson;
	if (wanted === 'json' || wanted === 'text') return wanted === 'json';
	throw new UserError('--log is text or json.', ['As in: --log json'], 2);
}

const textOf = (option: string | true | undefined) =>
	typeof option === 'string' ? option : undefined;
