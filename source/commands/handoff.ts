import {UserError} from '../errors.js';
import {handOver} from '../extraview/hand-over/hand-over.js';
import {readRecord} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import {fromAddresses} from './from-addresses.js';
import type {Invocation} from './invocation.js';

/** The hand-over sheet of a grant, for whoever administers the mail service. */
export async function handoff(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, world} = invocation;
	const [name = ''] = invocation.arguments;
	if (isJson && options.copy) {
		throw new UserError(
			'handoff copies or prints JSON, not both.',
			['How it is used: mailgrant handoff --help'],
			2,
		);
	}
	const senders = fromAddresses(options.from, 'handoff').map(({address}) => address);
	const services = await world.openServices();
	const {grant} = readRecord(services, name);
	const sheet = handOver(grant, services.providers, {senders});
	if (options.copy) {
		const {how, detail} = await services.terminal.copy(sheet);
		output.tell(detail);
		return how === 'nowhere' ? 1 : 0;
	}
	if (isJson) output.json({grant: grant.name, sheet});
	else output.print(sheet.trimEnd());
	return 0;
}
