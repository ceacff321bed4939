import type {Ancestor} from './ancestors.js';
import type {Environment} from './environment.js';

/** Whether this session came over SSH, as the environment tells, or the processes above where sudo and su forgot it. */
export function isRemote(environment: Environment, ancestors: readonly Ancestor[] = []): boolean {
	return (
		Boolean(environment.SSH_CONNECTION || environment.SSH_TTY || environment.SSH_CLIENT) ||
		ancestors.some(({command}) =>
			/^(sshd|sshd-session|sshd-auth|dropbear|mosh-server)$/.test(command),
		)
	);
}

/** Whether programs here can reach a clipboard of this machine's own desktop. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform): boolean {
	if (platform === 'darwin' || platform === 'win32') return true;
	return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Terminals that print escape sequences or drop them. */
export function understandsSequences({TERM}: Environment): boolean {
	return TERM !== undefined && !['', 'dumb', 'unknown', 'linux'].includes(TERM);
}

/** Whether block characters can be shown: the locale says which encoding is read. */
export function isUtf8({LC_ALL, LC_CTYPE, LANG}: Environment): boolean {
	return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
