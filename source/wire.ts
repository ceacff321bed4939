import type {World} from './commands/invocation.js';
import {wireHost} from './wire/host.js';
import {wireStores} from './wire/stores.js';
import {wireSurfaces} from './wire/surfaces.js';
import {wireWatching} from './wire/watching.js';
import type {Wiring} from './wire/wiring.js';

/** Wires the world to the process. Everything heavy is loaded by the command that wants it. */
export function wire(wiring: Wiring): World {
	const stores = wireStores(wiring);
	return {
		...stores.verbs,
		...wireHost(wiring),
		...wireWatching(wiring, stores),
		...wireSurfaces(wiring, stores),
	};
}
