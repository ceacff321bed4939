import {clean} from '../clean.js';
import type {Terminal} from '../terminal-port.js';
import {type Ancestor, readAncestors} from './ancestors.js';
import {askTmux} from './ask-tmux.js';
import {sendCopy} from './copy.js';
import {createDevice} from './device.js';
import type {Environment} from './environment.js';
import {createJob} from './job.js';
import {findMultiplexer} from './multiplexer.js';
import {hasDisplay, isRemote, isUtf8, understandsSequences} from './session.js';
import type {AloneInput, AloneOutput} from './show-alone.js';
import {terminalKind} from './terminal-kind.js';
import {tunnelLine} from './tunnel.js';
import {writeClipboard} from './write-clipboard.js';

export type TerminalOptions = {
	readonly environment: Environment;
	/** Where the screens are drawn; sequences go there. */
	readonly stdout: AloneOutput;
	readonly stdin: AloneInput;
	/** Who runs this program. */
	readonly user: string;
	readonly hostname: string;
	readonly platform?: NodeJS.Platform;
	/** The processes above, the closest first. */
	readonly ancestors?: () => readonly Ancestor[];
	/** Writes to the clipboard of this machine's desktop; rejects when it can't. */
	readonly clipboard?: (text: string) => Promise<void>;
	/** Asks a running tmux. */
	readonly ask?: typeof askTmux;
};

/** The terminal in front of the admin. */
export function createTerminal({
	environment,
	stdout,
	stdin,
	user,
	hostname,
	platform = process.platform,
	ancestors = readAncestors,
	clipboard = writeClipboard,
	ask = askTmux,
}: TerminalOptions): Terminal {
	const job = createJob();
	const device = createDevice(sequence => {
		stdout.write(sequence);
	});
	const multiplexerNow = () => findMultiplexer(environment, ancestors());
	const factsNow = async () => {
		const multiplexer = multiplexerNow();
		return multiplexer?.is === 'tmux' ? ask(multiplexer) : undefined;
	};

	return {
		async copy(text) {
			if (text === '') return {how: 'nowhere', detail: 'There is nothing to copy.'};
			if (isAway()) return send(text);
			try {
				await clipboard(text);
				return {how: 'clipboard', detail: 'Copied to the clipboard of this desktop.'};
			} catch (error) {
				const why = error instanceof Error ? clean(error.message, 120) : 'it gave no reason';
				const sent = await send(text);
				return {...sent, detail: `The desktop's clipboard failed (${why}). ${sent.detail}`};
			}
		},
		async tunnel(port) {
			const attached = (await factsNow())?.connection;
			return tunnelLine({port, environment, user, hostname, ancestors: ancestors(), attached});
		},
		askDevice() {
			const isTold = terminalKind(environment) !== undefined || multiplexerNow() !== undefined;
			const isAsked = stdout.isTTY === true && understandsSequences(environment);
			return isAsked && !isTold && isAway() && device.ask();
		},
		takeAnswers: device.take,
		answered: device.settled,
		stop: job.stop,
		onJob: job.onJob,
		async showAlone(label, value, signal) {
			// It measures text, for which a start has no use.
			const {showAlone} = await import('./show-alone.js');
			await showAlone({label, value, signal, stdin, stdout});
		},
		async abilities() {
			const hasLinks =
				multiplexerNow() === undefined
					? (terminalKind(environment) ?? device.kind())?.hasLinks === true
					: (await factsNow())?.hasLinks === true;
			return {hasLinks, isUtf8: isUtf8(environment)};
		},
	};

	/** No clipboard of this machine is in front of the admin. */
	function isAway() {
		return isRemote(environment, ancestors()) || !hasDisplay(environment, platform);
	}

	async function send(text: string) {
		// It may be about to say that it takes none.
		await device.settled();
		return sendCopy(text, {
			environment: stdout.isTTY === true ? environment : {},
			multiplexer: multiplexerNow(),
			answered: device.kind(),
			write: sequence => {
				stdout.write(sequence);
			},
			ask,
		});
	}
}
