import {clean} from '../clean.js';
import type {Copied} from '../terminal-port.js';
import {askTmux, copyThroughTmux, type TmuxFacts} from './ask-tmux.js';
import type {Environment} from './environment.js';
import type {Multiplexer} from './multiplexer.js';
import {longestCopy, osc52, throughScreen, throughTmux} from './osc52.js';
import {understandsSequences} from './session.js';
import {type TerminalKind, terminalKind} from './terminal-kind.js';

type Tmux = Extract<Multiplexer, {is: 'tmux'}>;

export type SendOptions = {
	readonly environment: Environment;
	readonly multiplexer: Multiplexer | undefined;
	/** What the terminal has said of itself, where its environment says nothing. */
	readonly answered?: TerminalKind | undefined;
	readonly write: (sequence: string) => void;
	readonly ask?: (tmux: Tmux) => Promise<TmuxFacts | undefined>;
	readonly load?: (tmux: Tmux, client: string, text: string) => Promise<boolean>;
};

/** Sends a text to the clipboard of the terminal in front of the admin, through what stands between. */
export async function sendCopy(text: string, options: SendOptions): Promise<Copied> {
	const {environment, multiplexer, write} = options;
	if (!understandsSequences(environment)) {
		return nowhere('this terminal takes no copy sequences (OSC 52).');
	}
	const bytes = Buffer.byteLength(text);
	if (bytes > longestCopy) {
		return nowhere(`${bytes} bytes are more than the ${longestCopy} that terminals take.`);
	}
	switch (multiplexer?.is) {
		case 'tmux':
			return sendThroughTmux(text, multiplexer, options);
		case 'screen':
			write(throughScreen(osc52(text)));
			return sent('through screen');
		case undefined: {
			const kind = terminalKind(environment) ?? options.answered;
			if (kind?.copies === 'no') return nowhere(`${kind.name} takes no copies (OSC 52).`);
			write(kind?.wraps === 'screen' ? throughScreen(osc52(text)) : osc52(text));
			return sent('', kind);
		}
	}
}

async function sendThroughTmux(
	text: string,
	tmux: Tmux,
	{write, ask = askTmux, load = copyThroughTmux}: SendOptions,
): Promise<Copied> {
	const facts = await ask(tmux);
	if (!facts) {
		// What it obeys can't be seen from here, so both forms are sent.
		write(osc52(text) + throughTmux(osc52(text)));
		const {detail} = sent('through tmux');
		return {how: 'terminal', detail: `${detail} If pasting brings something else: ${turnOn}`};
	}
	const {client, term, isPassing, setClipboard, canSet, version} = facts;
	if (client === undefined) return nowhere('no terminal is attached to this tmux.');
	const kind = terminalKind({TERM: term});
	if (kind?.copies === 'no') return nowhere(`${kind.name} takes no copies (OSC 52).`);
	if (isPassing) {
		write(throughTmux(osc52(text)));
		return sent('through tmux', kind);
	}
	if (setClipboard === 'off') {
		return nowhere(`tmux keeps copies from your terminal (set-clipboard off). ${turnOn}`);
	}
	if (!canSet) {
		return nowhere(
			`tmux does not know that ${term} takes copies. If it does: tmux set -as terminal-features ',${term}:clipboard', and attach again.`,
		);
	}
	if (version >= 3.2 && (await load(tmux, client, text))) return sent('by tmux', kind);
	if (setClipboard === 'external') {
		return nowhere(`tmux takes no copies from programs (set-clipboard external). ${turnOn}`);
	}
	write(osc52(text));
	return sent('through tmux', kind);
}

const turnOn = 'tmux set -s set-clipboard on';

const nowhere = (why: string): Copied => ({
	how: 'nowhere',
	detail: `Not copied: ${clean(why, 300)}`,
});

/** Whether a terminal obeyed is not answered; of some it is known that they do. */
function sent(way: string, kind?: TerminalKind): Copied {
	const where = ['Sent to your terminal', way].filter(Boolean).join(' ');
	if (kind?.copies === 'yes') {
		return {
			how: 'terminal',
			isTaken: true,
			detail: `${where} (OSC 52), which ${kind.name} takes.`,
		};
	}
	return {how: 'terminal', detail: `${where} (OSC 52); it gives no answer.${mayOf(kind)}`};
}

function mayOf(kind: TerminalKind | undefined): string {
	if (!kind) return '';
	if (kind.wraps) return ` It is wrapped for ${kind.name}, which passes it on.`;
	if (kind.allow) return ` ${kind.name} takes it where you have set: ${kind.allow}`;
	return ` ${kind.name} takes it where its settings allow that.`;
}
