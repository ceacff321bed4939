import type {Environment} from './environment.js';

/** What is known of the terminal in front of the admin. */
export type TerminalKind = {
	readonly name: string;
	/** Whether it takes a copy by OSC 52 as it is delivered: it does, it does not, or its user has to allow it. */
	readonly copies: 'yes' | 'no' | 'if allowed';
	/** What allows it, as its user types it; where that is one line. */
	readonly allow?: string;
	/** It passes on what is wrapped for it. */
	readonly wraps?: 'screen';
	/** Whether it shows hyperlinks by OSC 8. */
	readonly hasLinks: boolean;
};

type Entry = TerminalKind & {
	/** Variables that it sets; over SSH only TERM and LC_* arrive. */
	readonly sets?: Readonly<Record<string, RegExp>>;
	readonly term?: RegExp;
	/** What it answers to the question for its secondary device attributes (DA2), between `CSI >` and `c`. */
	readonly device?: RegExp;
};

const both = {copies: 'yes', hasLinks: true} as const;
const linksOnly = {copies: 'if allowed', hasLinks: true} as const;
const neither = {copies: 'no', hasLinks: false} as const;

/**
 * By the manuals of the terminals: kitty `clipboard_control`, foot `osc52`, Alacritty `terminal.osc52`,
 * Ghostty `clipboard-write`, iTerm2 “Applications in terminal may access clipboard”, mintty
 * `AllowSetSelection`, xterm `allowWindowOps`; for OSC 8 the list at github.com/Alhadis/OSC8-Adoption;
 * for DA2 what Vim tells terminals by (src/term.c).
 */
const terminals: readonly Entry[] = [
	{name: 'kitty', ...both, term: /^xterm-kitty$/, sets: {KITTY_WINDOW_ID: /./}},
	{name: 'foot', ...both, term: /^foot(-|$)/},
	{name: 'Alacritty', ...both, term: /^alacritty(-|$)/},
	{name: 'Ghostty', ...both, term: /^xterm-ghostty$/, sets: {TERM_PROGRAM: /^ghostty$/i}},
	{name: 'WezTerm', ...both, term: /^wezterm$/, sets: {TERM_PROGRAM: /^WezTerm$/}},
	{name: 'Windows Terminal', ...both, sets: {WT_SESSION: /./}},
	{name: 'VS Code', ...linksOnly, sets: {TERM_PROGRAM: /^vscode$/}},
	{name: 'iTerm2', ...linksOnly, sets: {LC_TERMINAL: /^iTerm2$/, TERM_PROGRAM: /^iTerm\.app$/}},
	{name: 'mintty', ...linksOnly, sets: {TERM_PROGRAM: /^mintty$/}, device: /^77;/},
	// Hyperlinks since VTE 0.50.
	{
		name: 'VTE',
		...linksOnly,
		sets: {VTE_VERSION: /^([5-9]\d{3}|\d{5,})$/},
		device: /^(1|61|65);([5-9]\d{3}|\d{5,});/,
	},
	{name: 'xterm', copies: 'if allowed', hasLinks: false, sets: {XTERM_VERSION: /./}},
	{
		name: 'Terminal of macOS',
		...neither,
		sets: {TERM_PROGRAM: /^Apple_Terminal$/},
		device: /^1;95;0$/,
	},
	{name: 'PuTTY', ...neither, term: /^putty(-|$)/, device: /^0;136;0$/},
	{name: 'the console', ...neither, term: /^linux$/},
	// On the other side of SSH, where neither can be asked and what is in front of it is not known.
	{
		name: 'tmux',
		copies: 'if allowed',
		allow: 'tmux set -s set-clipboard on',
		hasLinks: false,
		device: /^84;/,
	},
	{name: 'GNU screen', copies: 'if allowed', wraps: 'screen', hasLinks: false, device: /^83;/},
];

/** The terminal by what it says of itself; undefined for all that say no more than xterm. */
export function terminalKind(environment: Environment): TerminalKind | undefined {
	const {TERM = ''} = environment;
	return terminals.find(
		({term, sets}) =>
			term?.test(TERM) === true ||
			(sets !== undefined &&
				Object.entries(sets).some(([name, pattern]) => pattern.test(environment[name] ?? ''))),
	);
}

/** The terminal by its secondary device attributes, such as `0;136;0`; undefined where several answer so. */
export const kindOfDevice = (attributes: string): TerminalKind | undefined =>
	terminals.find(({device}) => device?.test(attributes));
