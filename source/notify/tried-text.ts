import type {Tried} from './notify-state.js';

/** Why no way took a mail, in one line. */
export const triedText = (tried: readonly Tried[]): string =>
	tried.length === 0
		? 'no grant can send, and there is no relay'
		: tried.map(({through, why}) => `${through}: ${why}`).join('; ');
