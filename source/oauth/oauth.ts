import {setTimeout as delay} from 'node:timers/promises';
import type {OAuth} from '../services.js';
import {requestAppToken} from './app-token.js';
import {authorizationUrl, begin} from './authorization-code.js';
import {listen} from './callback-server.js';
import {type Pause, pollDevice, requestDeviceCode} from './device.js';
import {fetchMetadata, probeClient} from './discovery.js';
import {exchangeCode, refresh} from './token-request.js';

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
		listen,
		exchangeCode: (client, code, pending, call) => exchangeCode(client, {code, pending, now}, call),
		refresh: (client, old, call) => refresh(client, {old, now}, call),
		requestAppToken: (client, call) => requestAppToken(client, call, now),
		requestDeviceCode: (client, call) => requestDeviceCode(client, call, now),
		pollDevice: (client, device, call) => pollDevice(client, device, call, {now, pause}),
		fetchMetadata,
		probeClient,
	};
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
	try {
		await delay(ms, undefined, {signal});
	} catch {
		throw signal.reason;
	}
}
