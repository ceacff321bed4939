import {setTimeout as delay} from 'node:timers/promises';
import {lazily} from '../lazily.js';
import type {OAuth} from '../oauth-port.js';
import {authorizationUrl, begin} from './authorization-code.js';
import type {Pause} from './device.js';

/** The OAuth port over the network. `pause` is how it waits between polls. */
export function createOAuth({
	now = Date.now,
	pause = waitFor,
}: {
	readonly now?: () => number;
	readonly pause?: Pause;
} = {}): OAuth {
	return {
		begin,
		authorizationUrl,
		listen: lazily(async () => (await import('./callback-server.js')).listen),
		async exchangeCode(client, code, pending, call) {
			const {exchangeCode} = await import('./token-request.js');
			return exchangeCode(client, {code, pending, now}, call);
		},
		async refresh(client, old, call) {
			const {refresh} = await import('./token-request.js');
			return refresh(client, {old, now}, call);
		},
		async requestAppToken(client, call) {
			const {requestAppToken} = await import('./app-token.js');
			return requestAppToken(client, call, now);
		},
		async requestDeviceCode(client, call) {
			const {requestDeviceCode} = await import('./device.js');
			return requestDeviceCode(client, call, now);
		},
		async pollDevice(client, device, call) {
			const {pollDevice} = await import('./device.js');
			return pollDevice(client, device, call, {now, pause});
		},
		fetchMetadata: lazily(async () => (await import('./discovery.js')).fetchMetadata),
		probeClient: lazily(async () => (await import('./discovery.js')).probeClient),
	};
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
	try {
		await delay(ms, undefined, {signal});
	} catch {
		throw signal.reason;
	}
}
