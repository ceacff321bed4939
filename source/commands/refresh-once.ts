import {UserError} from '../errors.js';
import {triedText} from '../notify/tried-text.js';
import {aliveEvidence} from '../tasks/check-alive.js';
import type {TaskContext} from '../tasks/context.js';
import {createEvidenceKeeper} from '../tasks/evidence-keeper.js';
import {freshToken} from '../tasks/fresh-token.js';
import {tellAdmin} from '../tasks/notify/tell-admin.js';
import {atMost} from './at-most.js';
import {grantsNamed} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import type {Output} from './output.js';
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
/** Between two mails to the admin, where nobody looks on. */
const apartMs = 900_000;

/** Renews what is due and tells what came of it. */
export async function refreshOnce({
	arguments: names,
	options,
	isJson,
	output,
	signal,
	timeoutMs,
	world,
}: Invocation): Promise<ExitCode> {
	const services = await world.openServices();
	const context: TaskContext = {services, signal, timeoutMs};
	tellFileSystem(services, output);
	const isForced = options.force === true;
	const isQuiet = options.quiet === true;
	const begunAt = services.now();
	const keeper = createEvidenceKeeper(services);
	const all = await atMost(concurrency, grantsNamed(services, names), async record => {
		const fresh = await freshToken(context, record, {isForced, isAsked: isForced}).catch(troubleOf);
		// A renewal that was not due is the proof that it works without anybody.
		if (isForced) {
			const {name} = record.grant;
			const facts = services.secrets.facts(name);
			await keeper.add(name, 'alive', aliveEvidence(context, {...record, facts}, fresh));
		}
		const refreshed: Refreshed = {record, fresh};
		if (!isJson && !(isQuiet && !isNews(refreshed, begunAt))) {
			output.print(refreshedText(refreshed, services.now()));
		}
		return refreshed;
	}).finally(keeper.flush);
	if (isJson) output.json(all.map(refreshedJson));
	await tellAbout(context, {output, isQuiet});
	return exitCodeOf(all);
}

/** The mail to the admin, on which no result depends. */
async function tellAbout(
	context: TaskContext,
	{output, isQuiet}: {readonly output: Output; readonly isQuiet: boolean},
): Promise<void> {
	try {
		// From cron it may run every minute, while grants that share what has ended fail one after the other.
		const done = await tellAdmin(context, {apartMs: isQuiet ? apartMs : 0});
		if (done.is === 'told') {
			const {reached, missed, through, tried} = done.sent;
			if (!isQuiet)
				output.tell(`Told ${reached.join(', ')} through ${through.join(', ')}: ${done.subject}`);
			if (missed.length > 0) output.tell(`No mail to ${missed.join(', ')}: ${triedText(tried)}`);
		}
		if (done.is === 'failed') {
			output.tell(`No mail to the admin: ${triedText(done.failure.tried)}`);
		}
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		output.tell(`No mail to the admin: ${error.message}`);
	}
}
