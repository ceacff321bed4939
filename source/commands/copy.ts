import type {FieldName} from '../grant.js';
import {shellQuote} from '../shell-quote.js';
import {copyGrant} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import {withFlag} from './field-flags.js';
import {fromAndTo} from './from-and-to.js';
import type {Invocation} from './invocation.js';
import {statusJson} from './status.js';
import {wrongValues} from './wrong-values.js';

/** A new grant with the settings of another; without its secret, its tokens and what was proved. */
export async function copy(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, world} = invocation;
	const services = await world.openServices();
	const {from, to} = fromAndTo(services, invocation.arguments);
	const saved = await copyGrant(services, from, to);
	if ('errors' in saved) {
		const errors = Object.entries(saved.errors) as [FieldName, string][];
		throw wrongValues(
			errors.map(([field, error]) => withFlag(field, error)),
			{command: 'edit', kept: 'Nothing was copied'},
		);
	}
	const {record} = saved;
	if (isJson) {
		output.json({...statusJson(record, services.providers, services.now()), copiedFrom: from});
		return 0;
	}
	output.print(
		`Copied ${from} to ${to}, with callback port ${record.grant.callbackPort} of its own; without secret, tokens and proofs.`,
	);
	output.tell(`Next: mailgrant edit ${shellQuote(to)} --mailbox ADDRESS --client-secret-stdin`);
	return 0;
}
