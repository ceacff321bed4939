import {UserError} from './errors.js';

/** How the checklist is shown: on the whole screen, whole pages for the ear, or line by line. */
export type Surface = 'screens' | 'screen reader' | 'plain';

/** What the terminal can do, or what is asked for. Throws UserError where nobody could answer. */
export function surfaceOf({
	isPlain,
	isScreenReader,
	isInputTerminal,
	isOutputTerminal,
	term,
	platform,
}: {
	/** `--plain`: also through pipes. */
	readonly isPlain: boolean;
	readonly isScreenReader: boolean;
	readonly isInputTerminal: boolean;
	readonly isOutputTerminal: boolean;
	readonly term: string | undefined;
	readonly platform: string;
}): Surface {
	if (isPlain) return 'plain';
	if (!isInputTerminal) {
		throw new UserError(
			'The screens need a terminal, and standard input is none.',
			[
				'Over SSH ask for a terminal: ssh -t HOST mailgrant',
				'Or line by line, with the answers from a pipe: mailgrant --plain',
				'Or use the commands: mailgrant add NAME, check NAME, sign-in NAME, test NAME --round-trip',
				'All of them: mailgrant --help',
			],
			2,
		);
	}
	// Windows has terminals that move their cursor and set no TERM.
	const isNameless = (term ?? '') === '' && platform !== 'win32';
	const canMoveCursor = isOutputTerminal && term !== 'dumb' && !isNameless;
	if (!canMoveCursor) return 'plain';
	return isScreenReader ? 'screen reader' : 'screens';
}
