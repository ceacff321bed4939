import path from 'node:path';
import {tokenBase} from '../storage/token-base.js';
import type {StoreWatch, Watch} from '../watch-port.js';
import {after} from './after.js';
import {openTokenFiles} from './open-token-files.js';
import {runCommand} from './run-command.js';
import {watchStore} from './store-changes.js';
import {findSupervisor} from './systemd-supervisor.js';

export type WatchWish = Parameters<typeof openTokenFiles>[0] & {
	/** For the shell, after each renewal. */
	readonly command?: string;
};

const commandTimeoutMs = 60_000;

/** The watcher's ports over the real system. Throws UserError for a wish that can't be granted. */
export function openWatch(
	{command, ...wish}: WatchWish,
	{
		store,
		shared,
		environment,
		onHangUp,
		tell,
	}: {
		/** The directory of grants and secrets. */
		readonly store: string;
		/** What a store on another host tells, in place of the directory. */
		readonly shared?: (on: StoreWatch) => () => void;
		/** What is meant for this process alone is taken out of it. */
		readonly environment: Record<string, string | undefined>;
		/** Gives SIGHUP a meaning of its own; undefined gives it back. */
		readonly onHangUp: (call: (() => void) | undefined) => void;
		/** Troubles that stop nothing. */
		readonly tell: (text: string) => void;
	},
): Watch {
	const keyOf = (grant: string) => path.basename(tokenBase('', grant));
	return {
		tokenFiles: openTokenFiles(wish, {store, environment}),
		command:
			command === undefined
				? undefined
				: (about, signal) => runCommand(command, {...about, signal, timeoutMs: commandTimeoutMs}),
		changes(on) {
			const leave = shared
				? shared({
						...on,
						tokens: grant => on.tokens(grant === undefined ? undefined : keyOf(grant)),
					})
				: watchStore(store, on);
			onHangUp(on.settings);
			return () => {
				onHangUp(undefined);
				leave();
			};
		},
		supervisor: findSupervisor(environment, {tell}),
		keyOf,
		now: () => Date.now(),
		// `performance` loads more than it tells.
		elapsed: () => Number(process.hrtime.bigint()) / 1e6,
		after,
	};
}
