import {setTimeout as wait} from 'node:timers/promises';

/** The latency of a practice server; no time at all for 0. Holds no process open. */
export async function pause(ms: number): Promise<void> {
	if (ms > 0) await wait(ms, undefined, {ref: false});
}
