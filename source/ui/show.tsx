import {render} from 'ink';
import {App, type AppProps} from './app.js';

/** Shows the screens on the alternate screen until the admin leaves or `signal` closes them; the terminal is then as it was. */
export async function showScreens({
	signal,
	isScreenReader = false,
	stdout: terminal,
	...props
}: AppProps & {
	readonly signal?: AbortSignal;
	/** Whole pages in the order of reading, on the usual screen, where they can be gone back to. */
	readonly isScreenReader?: boolean;
	/** What stands before the terminal and takes what Ink writes. */
	readonly stdout: object;
}): Promise<void> {
	if (signal?.aborted) return;
	// Of a terminal's stream Ink uses no more than this one has.
	const stdout = terminal as NodeJS.WriteStream;
	const {unmount, waitUntilExit} = render(<App {...props} />, {
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
	});
	const close = () => unmount();
	signal?.addEventListener('abort', close, {once: true});
	try {
		await waitUntilExit();
	} finally {
		signal?.removeEventListener('abort', close);
	}
}
