import {UserError} from '../errors.js';
import {isTokenText} from '../refresh/is-token-text.js';
import {freshToken} from '../tasks/fresh-token.js';
import {readRecord} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {troubleLines} from './write-renewal.js';

/** A valid access token on standard output, and nothing else. */
export async function token(invocation: Invocation): Promise<ExitCode> {
	const {signal, timeoutMs, output, world} = invocation;
	const [name = ''] = invocation.arguments;
	const services = await world.openServices({only: [name]});
	const fresh = await freshToken({services, signal, timeoutMs}, readRecord(services, name));
	if (!fresh.ok) {
		output.tell(troubleLines(fresh, services.now()).join('\n'));
		return fresh.needsPerson ? 3 : 1;
	}
	if (!isTokenText(fresh.accessToken)) {
		throw new UserError('The access token has characters that no token has.', [
			`Sign in again: mailgrant sign-in ${name}`,
		]);
	}
	services.audit({grant: name, secret: 'access token', use: 'printed'});
	output.print(fresh.accessToken);
	services.copyToken?.(name);
	return 0;
}
