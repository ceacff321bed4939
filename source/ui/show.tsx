import {render, useApp} from 'ink';
import type {Abilities} from '../services.js';
import {App, type AppProps} from './app.js';
import {AbilitiesContext} from './components/abilities.js';
import type {Lending} from './lending.js';

/** Shows the screens on the alternate screen until the admin leaves or `signal` closes them; the terminal is then as it was. */
export async function showScreens({
	signal,
	lending,
	abilities,
	isScreenReader = false,
	stdout: terminal,
	...props
}: AppProps & {
	readonly signal: AbortSignal;
	/** Takes the terminal from the screens for a moment. */
	readonly lending: Lending;
	readonly abilities: Abilities;
	/** Whole pages in the order of reading, on the usual screen, where they can be gone back to. */
	readonly isScreenReader?: boolean;
	/** What stands before the terminal and takes what Ink writes. */
	readonly stdout: object;
}): Promise<void> {
	if (signal.aborted) return;
	// Of a terminal's stream Ink uses no more than this one has.
	const stdout = terminal as NodeJS.WriteStream;
	const {unmount, waitUntilExit} = render(
		<AbilitiesContext value={abilities}>
			<Lender lending={lending} />
			<App {...props} />
		</AbilitiesContext>,
		{
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
