import {clean} from '../clean.js';
import type {Copied, Terminal} from '../services.js';
import {type Ancestor, readAncestors} from './ancestors.js';
import {longestCopy, osc52} from './osc52.js';
import {
	type Environment,
	hasDisplay,
	isRemote,
	multiplexerOf,
	understandsSequences,
} from './session.js';
import {tunnelLine} from './tunnel.js';
import {writeClipboard} from './write-clipboard.js';

export type TerminalOptions = {
	readonly environment: Environment;
	/** Where the screens are drawn; sequences go there. */
	readonly stdout: {readonly isTTY?: boolean; readonly write: (text: string) => unknown};
	/** Who runs this program. */
	readonly user: string;
	readonly hostname: string;
	readonly platform?: NodeJS.Platform;
	/** The processes above, the closest first. */
	readonly ancestors?: () => readonly Ancestor[];
	/** Writes to the clipboard of this machine's desktop; rejects when it can't. */
	readonly clipboard?: (text: string) => Promise<void>;
};

/** The terminal in front of the admin. */
export function createTerminal({
	environment,
	stdout,
	user,
	hostname,
	platform = process.platform,
	ancestors = readAncestors,
	clipboard = writeClipboard,
}: TerminalOptions): Terminal {
	const canSend = stdout.isTTY === true && understandsSequences(environment);

	return {
		async copy(text) {
			if (text === '') return {how: 'nowhere', detail: 'There is nothing to copy.'};
			if (isRemote(environment) || !hasDisplay(environment, platform)) return send(text);
			try {
				await clipboard(text);
				return {how: 'clipboard', detail: 'Copied to the clipboard of this desktop.'};
			} catch (error) {
				const why = error instanceof Error ? clean(error.message, 120) : 'it gave no reason';
				const sent = send(text);
				return {...sent, detail: `The desktop's clipboard failed (${why}). ${sent.detail}`};
			}
		},
		tunnel: port => tunnelLine({port, environment, user, hostname, ancestors: ancestors()}),
	};

	function send(text: string): Copied {
		if (!canSend) {
			return {
				how: 'nowhere',
				detail:
					'Not copied: this terminal takes no copy sequences (OSC 52). Select the value with the mouse.',
			};
		}
		const bytes = Buffer.byteLength(text);
		if (bytes > longestCopy) {
			return {
				how: 'nowhere',
				detail: `Not copied: ${bytes} bytes are more than the ${longestCopy} that terminals take. Select the text with the mouse.`,
			};
		}
		const multiplexer = multiplexerOf(environment);
		stdout.write(osc52(text, multiplexer));
		return {how: 'terminal', detail: sentDetail[multiplexer ?? 'none']};
	}
}

// Whether a terminal obeyed can't be known: it gives no answer.
const sentDetail = {
	none: 'Sent to your terminal (OSC 52). If pasting brings something else, it does not allow that: select with the mouse.',
	tmux: 'Sent to your terminal through tmux (OSC 52). If pasting brings something else: tmux set -s set-clipboard on',
	screen:
		'Sent to your terminal through screen (OSC 52). If pasting brings something else, select with the mouse.',
};
