import type {Multiplexer} from './osc52.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this session came over SSH, as far as the environment still tells; sudo and su forget it. */
export function isRemote(environment: Environment): boolean {
	return Boolean(environment.SSH_CONNECTION || environment.SSH_TTY || environment.SSH_CLIENT);
}

/** Whether programs here can reach a clipboard of this machine's own desktop. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform): boolean {
	if (platform === 'darwin' || platform === 'win32') return true;
	return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** What stands between this program and the terminal. Inside tmux TERM and STY may still speak of screen. */
export function multiplexerOf(environment: Environment): Multiplexer | undefined {
	if (environment.TMUX) return 'tmux';
	if (environment.STY) return 'screen';
	return undefined;
}

/** Terminals that print escape sequences or drop them. */
export function understandsSequences({TERM}: Environment): boolean {
	return TERM !== undefined && !['', 'dumb', 'unknown', 'linux'].includes(TERM);
}
