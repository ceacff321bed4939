import {isSea} from 'node:sea';
import {setFlagsFromString} from 'node:v8';
import type {World} from '../commands/invocation.js';
import {workFlags} from '../v8-flags.js';
import type {Stores} from './stores.js';
import type {Wiring} from './wiring.js';

/** What keeps tokens fresh unattended: the watcher, and who looks at the grants for it. */
export function wireWatching(
	{timeoutMs, signal, tell, onHangUp}: Wiring,
	{chosenStore, openServices, changesOf}: Stores,
): Pick<World, 'openWatch' | 'openTokenFiles'> {
	return {
		async openWatch(wish) {
			const {openWatch} = await import('../unattended/open-watch.js');
			const {handedKey} = await import('../storage/handed-key.js');
			const ways = {environment: process.env, onHangUp, tell};
			const chosen = await chosenStore();
			// A process beside this one can't be given a passphrase, nor a connection to another host.
			if (!chosen.isLocal || handedKey(chosen.directory) === 'passphrase') {
				for (const flag of workFlags) setFlagsFromString(flag);
				const services = await openServices();
				const {directory} = services.grants;
				const shared = changesOf(services);
				return {services, watch: openWatch(wish, {...ways, store: directory, shared})};
			}
			const {directory} = chosen;
			const {createLookoutProcess} = await import('../unattended/lookout-process.js');
			const {networkFileSystem} = await import('../storage/network-file-system.js');
			const watch = openWatch(wish, {...ways, store: directory});
			return {
				watch,
				lookout: createLookoutProcess({
					command: [
						process.execPath,
						...process.execArgv,
						...(isSea() ? [] : [process.argv[1] ?? '']),
						...['look-after', `--config=${directory}`, '--store=local'],
						...[`--timeout=${timeoutMs / 1000}`, `--token-dir=${watch.tokenFiles.directory}`],
						...(wish.owner === undefined ? [] : [`--token-owner=${wish.owner}`]),
					],
					directory,
					signal,
					watch,
				}),
				grants: {directory, networkFileSystem: () => networkFileSystem(directory)},
			};
		},
		async openTokenFiles({grants}, wish) {
			const {openTokenFiles} = await import('../unattended/open-token-files.js');
			const {tokenStamp} = await import('../storage/token-stamp.js');
			onHangUp(() => {});
			return {
				tokenFiles: openTokenFiles(wish, {store: grants.directory, environment: process.env}),
				stampOf: grant => tokenStamp(grants.directory, grant),
			};
		},
	};
}
