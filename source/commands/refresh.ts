import {UserError} from '../errors.js';
import {aliveEvidence} from '../tasks/check-alive.js';
import type {TaskContext} from '../tasks/context.js';
import {freshToken} from '../tasks/fresh-token.js';
import {readRecord, saveEvidence} from '../tasks/grants.js';
import {atMost} from './at-most.js';
import {grantsNamed} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {tellFileSystem} from './tell-file-system.js';
import {
	exitCodeOf,
	isNews,
	type Refreshed,
	refreshedJson,
	refreshedText,
	troubleOf,
} from './write-renewal.js';

/** Grants that are renewed at the same time. */
const concurrency = 8;

/** Renews what is due, once or for good. */
export async function refresh(invocation: Invocation): Promise<ExitCode> {
	const {options, isJson, output, signal, timeoutMs, world} = invocation;
	const names = invocation.arguments;
	if (options.all && names.length > 0) {
		throw new UserError(
			'refresh takes names or --all, not both.',
			['How it is used: mailgrant refresh --help'],
			2,
		);
	}
	if (options.watch) return (await import('./watch.js')).watch(invocation);
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	tellFileSystem(services, output);
	const isForced = options.force === true;
	const isQuiet = options.quiet === true;
	const begunAt = services.now();
	const all = await atMost(concurrency, grantsNamed(services, names), async record => {
		const fresh = await freshToken(context, record, {isForced, isAsked: isForced}).catch(troubleOf);
		// A renewal that was not due is the proof that it works without anybody.
		if (isForced) {
			const {name} = record.grant;
			const evidence = aliveEvidence(context, readRecord(services, name), fresh);
			saveEvidence(services, name, 'alive', evidence);
		}
		const refreshed: Refreshed = {record, fresh};
		if (!isJson && !(isQuiet && !isNews(refreshed, begunAt))) {
			output.print(refreshedText(refreshed, services.now()));
		}
		return refreshed;
	});
	if (isJson) output.json(all.map(refreshedJson));
	return exitCodeOf(all);
}
