import {render, useApp} from 'ink';
import {type ReactNode, useEffect, useMemo, useState} from 'react';
import type {Abilities, Terminal} from '../terminal-port.js';
import {App, type AppProps} from './app.js';
import {AbilitiesContext} from './components/abilities.js';
import {AnsweredContext} from './components/answered.js';
import type {Lending} from './lending.js';

type AskedTerminal = Pick<Terminal, 'askDevice' | 'takeAnswers' | 'answered' | 'abilities'>;

/** Shows the screens on the alternate screen until the admin leaves or `signal` closes them; the terminal is then as it was. */
export async function showScreens({
	signal,
	lending,
	abilities,
	terminal,
	isScreenReader = false,
	stdout: stream,
	...props
}: AppProps & {
	readonly signal: AbortSignal;
	/** Takes the terminal from the screens for a moment. */
	readonly lending: Lending;
	readonly abilities: Abilities;
	readonly terminal: AskedTerminal;
	/** Whole pages in the order of reading, on the usual screen, where they can be gone back to. */
	readonly isScreenReader?: boolean;
	/** What stands before the terminal and takes what Ink writes. */
	readonly stdout: object;
}): Promise<void> {
	if (signal.aborted) return;
	// Of a terminal's stream Ink uses no more than this one has.
	const stdout = stream as NodeJS.WriteStream;
	const {unmount, waitUntilExit} = render(
		<Asker known={abilities} terminal={terminal}>
			<Lender lending={lending} />
			<App {...props} />
		</Asker>,
		{
			stdin: keysOf(process.stdin, terminal.takeAnswers),
			stdout,
			stderr: stdout,
			alternateScreen: !isScreenReader,
			isScreenReaderEnabled: isScreenReader,
			incrementalRendering: true,
			// What stands before the terminal drops the frames for which there is no time.
			maxFps: 60,
			// The caller has seen a terminal; that CI is set in the environment does not change that.
			interactive: true,
			// A binding like the others: it stands on the help page and works on every screen.
			exitOnCtrlC: false,
		},
	);
	const close = () => void lending.free().then(() => unmount());
	signal.addEventListener('abort', close, {once: true});
	try {
		await waitUntilExit();
	} finally {
		signal.removeEventListener('abort', close);
	}
}

/** Draws nothing: Ink hands the terminal out to components only. */
function Lender({lending}: {readonly lending: Lending}) {
	lending.attach(useApp().suspendTerminal);
	return undefined;
}

/** Asks the terminal what it is once somebody listens, and shows what it can. */
function Asker({
	known,
	terminal,
	children,
}: {
	readonly known: Abilities;
	readonly terminal: AskedTerminal;
	readonly children: ReactNode;
}) {
	const [hasLinks, setHasLinks] = useState(known.hasLinks);
	useEffect(() => {
		if (!terminal.askDevice()) return;
		const learn = async () => {
			await terminal.answered();
			const abilities = await terminal.abilities();
			setHasLinks(abilities.hasLinks);
		};
		void learn();
	}, [terminal]);
	const abilities = useMemo(() => ({...known, hasLinks}), [known, hasLinks]);
	return (
		<AnsweredContext value={terminal.answered}>
			<AbilitiesContext value={abilities}>{children}</AbilitiesContext>
		</AnsweredContext>
	);
}

/** The keys alone, once the answers of the terminal are taken out. Of its stream Ink uses no more than this one has. */
function keysOf(
	stdin: NodeJS.ReadStream,
	takeAnswers: (text: string) => string,
): NodeJS.ReadStream {
	const keys = {
		isTTY: stdin.isTTY,
		setRawMode: (isRaw: boolean) => stdin.setRawMode?.(isRaw),
		setEncoding: (encoding: BufferEncoding) => stdin.setEncoding(encoding),
		ref: () => stdin.ref(),
		unref: () => stdin.unref(),
		addListener: (event: 'readable', listener: () => void) => stdin.addListener(event, listener),
		removeListener: (event: 'readable', listener: () => void) =>
			stdin.removeListener(event, listener),
		read(): string | null {
			for (;;) {
				const chunk: unknown = stdin.read();
				if (chunk === null) return null;
				const rest = takeAnswers(String(chunk));
				if (rest !== '') return rest;
			}
		},
	};
	return keys as unknown as NodeJS.ReadStream;
}
