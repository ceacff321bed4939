import {UserError} from '../errors.js';
import type {Invocation} from './invocation.js';

type Streams = Pick<Invocation, 'input' | 'output' | 'signal'>;

const shortest = 12;

/** One answer without echo. */
export function askHidden({input, output, signal}: Streams, question: string): Promise<string> {
	return input.withoutEcho(async () => {
		output.ask(question);
		try {
			return await input.readHidden(signal);
		} finally {
			output.tell('');
		}
	});
}

/** A passphrase that is there already: from standard input with `--passphrase-stdin`, else asked for. */
export async function givenPassphrase(
	{options, ...streams}: Invocation,
	question: string,
): Promise<string> {
	if (options['passphrase-stdin']) return fromInput(streams);
	requireTerminal(streams);
	return askHidden(streams, question);
}

/** A new passphrase: from standard input, or typed twice. Throws UserError for one that is too short to keep anybody out. */
export async function newPassphrase(
	{options, ...streams}: Invocation,
	question: string,
): Promise<string> {
	if (options['passphrase-stdin']) {
		const passphrase = await fromInput(streams);
		if (isTooShort(passphrase)) throw new UserError(tooShort, ['Nothing was changed.'], 2);
		return passphrase;
	}
	requireTerminal(streams);
	// Also between the questions: whoever types on sees nothing of it.
	return streams.input.withoutEcho(async () => {
		for (;;) {
			const first = await askHidden(streams, question);
			if (isTooShort(first)) {
				if (first === '') throw new UserError('No passphrase was given. Nothing was changed.');
				streams.output.tell(tooShort);
				continue;
			}
			if ((await askHidden(streams, 'The same again:')) === first) return first;
			streams.output.tell('The two are not the same.');
		}
	});
}

const isTooShort = (passphrase: string) => [...passphrase].length < shortest;
const tooShort = `A passphrase needs ${shortest} characters or more; a few words do well.`;

// Files and `echo` end with a line break that belongs to no passphrase.
const fromInput = async ({input, signal}: Streams) =>
	(await input.readAll(signal)).replace(/\r?\n[\s\S]*$/, '');

function requireTerminal({input}: Streams) {
	if (input.isTerminal) return;
	throw new UserError(
		'Without a terminal nobody can be asked for the passphrase.',
		['In a script: --passphrase-stdin < FILE'],
		2,
	);
}
