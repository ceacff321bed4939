import {UserError} from '../errors.js';
import type {ExitCode} from './command.js';
import {commandHelp, programHelp} from './help.js';
import type {Invocation, World} from './invocation.js';
import {parseArguments} from './parse-arguments.js';

/** What the command line says of the world, before it is wired. */
export type Setting = {
	/** Of `--config`. */
	readonly directory?: string;
	/** Of `--store`. */
	readonly store?: string;
	readonly timeoutMs: number;
	/** Its name; `screens` for none. */
	readonly command: string;
	/** Of `--passphrase-fd`. */
	readonly passphraseDescriptor?: number;
};

const defaultTimeoutMs = 10_000;
const maxTimeoutSeconds = 3600;

/** From the command line to the exit code. Throws what the entry has to tell. */
export async function run(
	argv: readonly string[],
	{
		version,
		wire,
		...streams
	}: Pick<Invocation, 'input' | 'output' | 'signal'> & {
		readonly version: string;
		readonly wire: (setting: Setting) => World;
	},
): Promise<ExitCode> {
	const {output} = streams;
	const parsed = parseArguments(argv);
	if (parsed.type === 'version') {
		output.print(version);
		return 0;
	}
	if (parsed.type === 'help') {
		output.print(parsed.command ? commandHelp(parsed.command) : programHelp());
		return 0;
	}
	const {command, options} = parsed;
	const timeoutMs = timeoutOf(options.timeout);
	const directory = typeof options.config === 'string' ? options.config : undefined;
	const passphraseDescriptor = descriptorOf(options['passphrase-fd']);
	const store = typeof options.store === 'string' ? options.store : undefined;
	const start = await command.load();
	const name = command.isPartOf ?? (command.name || 'screens');
	const world = wire({directory, store, timeoutMs, passphraseDescriptor, command: name});
	const invocation = {
		...streams,
		arguments: parsed.arguments,
		options,
		isJson: options.json === true,
		timeoutMs,
		world,
	};
	try {
		return await start(invocation);
	} finally {
		await world.close();
	}
}

function timeoutOf(text: string | true | undefined): number {
	if (typeof text !== 'string') return defaultTimeoutMs;
	const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (seconds > 0 && seconds <= maxTimeoutSeconds) return seconds * 1000;
	throw new UserError(
		'--timeout is no number of seconds.',
		[`Give one above 0, at most ${maxTimeoutSeconds}: --timeout 10`],
		2,
	);
}

function descriptorOf(text: string | true | undefined): number | undefined {
	if (typeof text !== 'string') return undefined;
	if (/^\d{1,6}$/.test(text)) return Number(text);
	throw new UserError(
		'--passphrase-fd is no number of a descriptor.',
		['The passphrase itself is no argument. Open a file: mailgrant --passphrase-fd 3 … 3< FILE'],
		2,
	);
}
