import {lazily} from '../lazily.js';
import type {Mail} from '../mail-port.js';
import {proxies} from './proxies.js';

export function createMail(): Mail {
	return {
		probe: lazily(async () => (await import('./probe.js')).probe),
		open: lazily(async () => (await import('./open.js')).open),
		send: lazily(async () => (await import('./send.js')).send),
		relay: lazily(async () => (await import('./relay.js')).relay),
		waitFor: lazily(async () => (await import('./wait-for.js')).waitFor),
		headers: lazily(async () => (await import('./delivered-headers.js')).headers),
		proxies,
	};
}
