import type {ProviderId} from '../grant.js';
import {checkClientSecret} from '../paste/client-secret.js';
import type {Invocation} from './invocation.js';

export type ReadSecret = {readonly value?: string; readonly error?: string};

/** A client secret from a terminal without echo, until it is one or none; else from standard input, if that was wished. */
export async function readClientSecret(
	{options, input, output, signal}: Invocation,
	{
		provider,
		question,
	}: {
		/** Whose shape of a secret is meant. */
		readonly provider: ProviderId;
		/** Asked on a terminal; Enter alone gives none. */
		readonly question: string;
	},
): Promise<ReadSecret | undefined> {
	const check = (text: string): ReadSecret => {
		const checked = checkClientSecret(text, provider);
		return 'error' in checked ? {error: checked.error} : {value: text};
	};
	if (!input.isTerminal) {
		return options['client-secret-stdin'] ? check(await input.readAll(signal)) : undefined;
	}
	return input.withoutEcho(async () => {
		for (;;) {
			output.ask(question);
			const text = await input.readHidden(signal);
			output.tell('');
			if (text.trim() === '') return undefined;
			const checked = check(text);
			if (checked.error === undefined) return checked;
			output.tell(checked.error);
		}
	});
}
