import {execFile} from 'node:child_process';
import {clean} from '../clean.js';
import type {Multiplexer} from './multiplexer.js';

type Tmux = Extract<Multiplexer, {is: 'tmux'}>;

/** What a running tmux says of itself and of the terminal that it is shown in. */
export type TmuxFacts = {
	/** Such as 3.3; suffixes are left out. */
	readonly version: number;
	readonly setClipboard: 'on' | 'external' | 'off';
	/** Whether sequences for the outer terminal are handed through. Before 3.3 they always are. */
	readonly isPassing: boolean;
	/** The terminal that was used last, such as /dev/pts/3; undefined when none is attached. */
	readonly client?: string;
	/** TERM of that terminal. */
	readonly term: string;
	/** Whether tmux knows how to set that terminal's clipboard (the capability Ms). */
	readonly canSet: boolean;
	/** Whether tmux hands hyperlinks on to it. */
	readonly hasLinks: boolean;
	/** SSH_CONNECTION of whoever attached last, without a value when that was no SSH session; undefined when tmux does not follow it. */
	readonly connection?: {readonly value?: string};
};

const deadlineMs = 1000;
const maxOutput = 1024 * 1024;
const format = [
	'version',
	'set-clipboard',
	'allow-passthrough',
	'client_tty',
	'client_termname',
	'client_termfeatures',
]
	.map(name => `#{${name}}`)
	.join('|');

/** Undefined when it can't be asked: no socket is known, it belongs to somebody else, or it does not answer within a second. */
export async function askTmux({socket, pane}: Tmux): Promise<TmuxFacts | undefined> {
	if (socket === undefined) return undefined;
	const target = pane === undefined ? [] : ['-t', pane];
	const about = await tmux(socket, ['display-message', '-p', ...target, format]);
	if (about === undefined) return undefined;
	const [session, terminals] = await Promise.all([
		tmux(socket, ['show-environment', ...target]),
		tmux(socket, ['show-messages', '-T']),
	]);
	return tmuxFacts({about, session, terminals});
}

/** Reads the answers of tmux. */
export function tmuxFacts({
	about,
	session = '',
	terminals = '',
}: {
	/** One line, by the format above. */
	readonly about: string;
	/** Variables of the session. */
	readonly session?: string;
	/** The capabilities of all attached terminals. */
	readonly terminals?: string;
}): TmuxFacts | undefined {
	const [versionText = '', setClipboard, passing = '', client, term = '', features = ''] = about
		.trimEnd()
		.split('|');
	const version = Number(/\d+\.\d+/.exec(versionText)?.[0]);
	if (!(version > 0)) return undefined;
	const isKnown = setClipboard === 'on' || setClipboard === 'off';
	return {
		version,
		setClipboard: isKnown ? setClipboard : 'external',
		isPassing: passing === '' ? version < 3.3 : !['0', 'off'].includes(passing),
		client: client ? clean(client, 100) : undefined,
		term: clean(term, 100),
		canSet: features.split(',').includes('clipboard') || hasMs(terminals, client),
		hasLinks: version >= 3.4 && features.split(',').includes('hyperlinks'),
		connection: connectionIn(session),
	};
}

// tmux(1), update-environment: a minus before what whoever attached last does not have.
function connectionIn(session: string): TmuxFacts['connection'] {
	const value = /^SSH_CONNECTION=(.*)$/m.exec(session)?.[1];
	if (value !== undefined) return {value};
	return /^-SSH_CONNECTION$/m.test(session) ? {} : undefined;
}

/** Terminals stand one below the other, each under its name. */
function hasMs(terminals: string, client: string | undefined): boolean {
	if (!client) return false;
	const own = terminals.split(/^Terminal /m).find(text => text.includes(` for ${client},`));
	return /^\s*\d+: Ms: \(string\)/m.test(own ?? '');
}

/** Has tmux set the clipboard of the attached terminal, which it does for whoever asks by its socket (3.2 and later). Nothing stays in its buffers. */
export async function copyThroughTmux({socket}: Tmux, client: string, text: string) {
	if (socket === undefined) return false;
	const buffer = `mailgrant-${process.pid}`;
	const load = ['load-buffer', '-w', '-t', client, '-b', buffer, '-'];
	const done = await tmux(socket, [...load, ';', 'delete-buffer', '-b', buffer], text);
	return done !== undefined;
}

/** Its output; undefined when it failed. */
function tmux(socket: string, args: readonly string[], input = ''): Promise<string | undefined> {
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	const child = execFile(
		'tmux',
		['-S', socket, ...args],
		{timeout: deadlineMs, maxBuffer: maxOutput, env: {PATH: process.env.PATH}},
		(error, stdout) => resolve(error ? undefined : stdout),
	);
	// It may end without reading.
	child.stdin?.on('error', () => {});
	child.stdin?.end(input);
	return promise;
}
