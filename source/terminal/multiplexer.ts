import type {Ancestor} from './ancestors.js';
import type {Environment} from './environment.js';

/** What stands between this program and the terminal. */
export type Multiplexer =
	/** `socket` and `pane` are undefined where nothing tells them, as after sudo. */
	{readonly is: 'tmux'; readonly socket?: string; readonly pane?: string} | {readonly is: 'screen'};

/** The innermost multiplexer: the processes above tell it, sudo and su forget what the environment says. */
export function findMultiplexer(
	environment: Environment,
	ancestors: readonly Ancestor[],
): Multiplexer | undefined {
	const names = ancestors.map(({command}) => command);
	const server = names.find(name => isTmux(name) || isScreen(name));
	const environments = [environment, ...ancestors.map(above => above.environment ?? {})];
	const inTmux = environments.find(({TMUX}) => TMUX);
	const isInTmux = server === undefined ? Boolean(environment.TMUX) : isTmux(server);
	if (isInTmux) {
		// Socket, process and session, with commas between them.
		return {is: 'tmux', socket: inTmux?.TMUX?.split(',')[0], pane: inTmux?.TMUX_PANE};
	}
	return server !== undefined || environment.STY ? {is: 'screen'} : undefined;
}

const isTmux = (name: string) => name.startsWith('tmux: server');
const isScreen = (name: string) => /^screen$/i.test(name);
