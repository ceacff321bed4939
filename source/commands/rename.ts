import {readRecord, renameGrant} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import {fromAndTo} from './from-and-to.js';
import type {Invocation} from './invocation.js';
import {staleProofs, staleText} from './stale-proofs.js';
import {statusJson} from './status.js';

/** Gives a grant another name; its secrets and proofs go with it. */
export async function rename(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, world} = invocation;
	const services = await world.openServices();
	const {from, to} = fromAndTo(services, invocation.arguments);
	await renameGrant(services, from, to);
	const record = readRecord(services, to);
	const stale = staleProofs(record, services.providers);
	if (isJson) {
		output.json({
			...statusJson(record, services.providers, services.now()),
			formerName: from,
			stale,
		});
		return 0;
	}
	output.print(`Renamed ${from} to ${to}.`);
	const sentence = staleText(stale);
	if (sentence !== undefined) output.print(sentence);
	return 0;
}
